"""Whose figures a person looks at: the county's, or those of a unit and the units below it."""

from dataclasses import dataclass, field
from functools import wraps

from django.urls import reverse

from shop.user.desks import office_desk, unit_desk

from ...models import Unit


@dataclass(frozen=True)
class Scope:
    """``unit`` is None at the county office; ``is_alone`` leaves out the units below it."""

    unit: Unit | None = None
    is_alone: bool = False
    # A page of figures asks for one address a hundred times.
    addresses: dict = field(default_factory=dict, compare=False, repr=False)

    @property
    def facts(self):
        """What a selection has to know of it."""
        return {"scope": self.unit, "is_alone": self.is_alone}

    @property
    def name(self):
        return self.unit.short_name if self.unit else "全县"

    def url(self, name, *arguments):
        """Return the address of a page at this desk."""
        if (name, *arguments) not in self.addresses:
            self.addresses[name, *arguments] = self._url(name, arguments)
        return self.addresses[name, *arguments]

    def _url(self, name, arguments):
        if self.unit is None:
            return reverse(f"office:{name}", args=arguments)
        return reverse(f"unit:{name}", args=[self.unit.code, *arguments])

    def order_url(self, entry):
        """Return the page of an entry's order: a unit's own, or one to look at only."""
        if self.unit and entry.unit_id != self.unit.pk:
            return self.url("entry_order", entry.pk)
        return self.url("purchase_order", entry.purchase_order.number)

    def offline_url(self, entry):
        """Return the page of an entry's offline purchase, or nothing for whom it is closed: its facts are shown."""
        if self.unit and (entry.unit_id != self.unit.pk or self.is_alone):
            return ""
        return self.url("offline_purchase", entry.offline_line.purchase.number)


def at_desk(view):
    """Call ``view(request, scope, …)`` at the office's desk, or at a unit's when the address begins with its code.

    Everybody of a unit may look at what it bought itself, as at its orders; at those of the units below only who holds
    an office there, not every member.
    """

    @office_desk
    def of_county(request, *arguments, **named):
        return view(request, Scope(), *arguments, **named)

    @unit_desk
    def of_unit(request, unit, *arguments, **named):
        scope = Scope(unit, is_alone=not request.user.has_perm("procurement.view_branch", unit))
        return view(request, scope, *arguments, **named)

    @wraps(view)
    def either(request, *arguments, **named):
        return (of_unit if "code" in named else of_county)(request, *arguments, **named)

    return either
