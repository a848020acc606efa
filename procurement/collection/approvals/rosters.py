"""The people of some units who have to do with approvals, read once."""

from collections import defaultdict

from ...models import Membership, Role, StandIn


class Roster:
    """Members, approvers and stand-ins of units: two queries for any number of them."""

    def __init__(self, units):
        self._members, self._approvers, self._stand_ins = defaultdict(set), defaultdict(set), defaultdict(list)
        for unit, user, role in Membership.objects.filter(unit__in=units).values_list("unit_id", "user_id", "role"):
            self._members[unit].add(user)
            if role == Role.APPROVER:
                self._approvers[unit].add(user)
        for row in StandIn.objects.filter(unit__in=units).select_related("absent"):
            self._stand_ins[row.unit_id, row.person_id].append(row)

    def asked(self, unit_id, step):
        """Return the pks of those a step names and who are still in the unit, or of all its approvers."""
        named = set(step["people"])
        return named & self._members[unit_id] if named else set(self._approvers[unit_id])

    def stand_ins(self, unit_id, person):
        """Return the rows by which a member stands in for others, whether they hold now or not."""
        return self._stand_ins[unit_id, person.pk] if person.pk in self._members[unit_id] else []
