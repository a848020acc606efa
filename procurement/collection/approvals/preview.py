"""What a unit's chain means: which amounts go through which steps, and whether somebody is there to decide."""

from dataclasses import dataclass

from shop.user.models import User

from . import chains
from .rosters import Roster


@dataclass(frozen=True)
class PreviewStep:
    """One step an amount goes through: ``named`` says whether the unit named its people."""

    name: str
    people: list
    is_named: bool


@dataclass(frozen=True)
class Band:
    """The steps from one amount to the next (None: without end), in CNY."""

    from_amount: object
    below: object
    steps: list


class Preview:
    """A unit's chain with its people, read once: four queries for any number of steps."""

    def __init__(self, unit):
        self.unit, self.roster, self.steps = unit, Roster([unit.pk]), chains.of(unit)
        asked = {pk for step in self.steps for pk in self._asked(chains.kept(step))} | self._asked(chains.DEFAULT)
        self._people = {person.pk: person for person in User.objects.filter(pk__in=asked).order_by("name", "pk")}

    def of(self, amount):
        """Return the ``PreviewStep`` rows that an amount goes through."""
        return [self._preview(step) for step in chains.applying(self.steps, amount)]

    def bands(self):
        """Return the ``Band`` rows from nothing upwards, one for each amount at which the steps change."""
        starts = sorted({chains.ALWAYS, *(step.from_amount for step in self.steps)})
        return [Band(start, below, self.of(start)) for start, below in zip(starts, [*starts[1:], None], strict=True)]

    def _preview(self, step):
        asked = self._asked(step)
        return PreviewStep(step["name"], [row for pk, row in self._people.items() if pk in asked], bool(step["people"]))

    def _asked(self, step):
        return self.roster.asked(self.unit.pk, step)
