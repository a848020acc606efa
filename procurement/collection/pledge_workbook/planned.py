"""What becomes of each row of a collection sheet, and what is known of the people it is about."""

from dataclasses import dataclass, field
from enum import StrEnum

from . import parse


class Outcome(StrEnum):
    REJECTED = "有问题"
    CONFLICT = "有冲突"
    NEW = "新参加"
    CHANGED = "有改动"
    UNCHANGED = "无改动"
    IGNORED = "没有认购"


@dataclass(frozen=True)
class Item:
    """A product as far as a review names it."""

    title: str
    unit: str


@dataclass(frozen=True)
class Person:
    """Somebody who takes part or did; ``then`` and ``now`` ``{item_pk: Wish}`` at the download and by now.

    ``has_changed``: something was asked for or given up since the download, perhaps both.
    """

    pk: int
    name: str
    department: str
    mobile: str
    is_withdrawn: bool
    has_changed: bool
    then: dict
    now: dict


@dataclass(frozen=True)
class Change:
    """One cell: what was asked for and what will be; ``is_condition_lost`` if a condition on the price goes with it."""

    item: int
    title: str
    old: str
    new: str
    is_condition_lost: bool


@dataclass
class PlannedRow:
    """What becomes of a row. ``wanted`` ``{item_pk: Wish}`` is everything the person then asks for."""

    row: parse.Row
    outcome: Outcome = Outcome.UNCHANGED
    person: Person | None = None
    wanted: dict = field(default_factory=dict)
    changes: list = field(default_factory=list)
    conflicts: list = field(default_factory=list)
    notes: list = field(default_factory=list)

    @property
    def number(self):
        return self.row.number

    @property
    def name(self):
        return self.person.name if self.person else self.row.name

    @property
    def department(self):
        return self.person.department if self.person else self.row.department

    @property
    def mobile(self):
        return self.person.mobile if self.person else self.row.mobile

    @property
    def is_written(self):
        return self.outcome in (Outcome.NEW, Outcome.CHANGED)

    @property
    def tone(self):
        tones = {Outcome.NEW: "good", Outcome.CHANGED: "accent", Outcome.REJECTED: "bad", Outcome.CONFLICT: "warn"}
        return tones.get(self.outcome, "")
