"""The tree of units as it is now, read once when somebody first asks."""

from collections import namedtuple

from django.utils.functional import cached_property

from ....models import Unit

# A unit as far as figures speak of it.
Known = namedtuple("Known", "pk code name short_name parent_id")


class Hierarchy:
    """Units by primary key with what lies above and below them; one query."""

    @cached_property
    def rows(self):
        return {row[0]: Known(*row) for row in Unit.objects.values_list(*Known._fields)}

    @cached_property
    def codes(self):
        """Return ``{code: pk}``."""
        return {row.code: row.pk for row in self.rows.values()}

    @cached_property
    def children(self):
        found = {}
        for row in self.rows.values():
            found.setdefault(row.parent_id, []).append(row.pk)
        return found

    @cached_property
    def names(self):
        """Return ``{code: short name}``."""
        return {row.code: row.short_name for row in self.rows.values()}

    def path(self, pk):
        """Return what ``Unit.path`` is, without a query for each step upwards."""
        codes = []
        while pk in self.rows and self.rows[pk].code not in codes:
            codes.append(self.rows[pk].code)
            pk = self.rows[pk].parent_id
        return "/".join(reversed(codes))

    def below(self, pk):
        """Return the primary keys of a unit and all units below it."""
        found, waiting = set(), [pk]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += self.children.get(one, [])
        return found

    def is_leaf(self, pk):
        return not self.children.get(pk)
