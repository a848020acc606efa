"""The units of the county and their tree. Past ledger entries keep the names and paths of their day."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from ..models import InvoiceTitle, Unit, UnitKind, UnitRecord
from . import unit_records

What = UnitRecord.What
LABELS = {
    "name": "单位名称",
    "short_name": "简称",
    "kind": "单位性质",
    "parent": "主管单位",
    "headcount": "在职人数",
    "credit_code": "统一社会信用代码",
}


class Refused(Exception):
    """The change does not fit; the message tells the person why, ``field`` where."""

    def __init__(self, message, field=None):
        super().__init__(message)
        self.field = field


class Cycle(Refused):
    """A unit would supervise itself."""


@dataclass(frozen=True)
class Branch:
    """A unit at its depth in the tree, from 0."""

    unit: Unit
    depth: int

    @property
    def step(self):
        """How far a page indents it: as deep as it lies, at most three steps."""
        return min(self.depth, 3)


@transaction.atomic
def create(*, code, name, short_name, kind, by, at, parent=None, headcount=None, credit_code="", is_demo=False):
    """Create a unit.

    :raises Refused: if its code or credit code is taken.
    """
    lock_tree()
    check_credit_code(credit_code)
    facts = {"name": name, "short_name": short_name, "kind": kind, "headcount": headcount, "credit_code": credit_code}
    try:
        with transaction.atomic():
            unit = Unit.objects.create(code=code, parent=parent, is_demo=is_demo, **facts)
    except IntegrityError:
        raise Refused(f"单位编码 {code} 已经有了，请换一个。", "code") from None
    unit_records.write(unit=unit, what=What.CREATED, by=by, at=at, words=f"{code} {name}")
    return unit


@transaction.atomic
def change(*, unit, by, at, **facts):
    """Change some of a unit's ``name``, ``short_name``, ``kind``, ``parent``, ``headcount``, ``credit_code``.

    :return: whether anything changed.
    :raises Cycle: if the new parent is the unit itself or below it.
    :raises Refused: if another unit has the credit code.
    """
    units = lock_tree()
    locked = units[unit.pk]
    if facts.get("parent"):
        check_parent(locked, units[facts["parent"].pk])
    check_credit_code(facts.get("credit_code", ""), besides=locked)
    old = {key: getattr(locked, key) for key in facts}
    words = unit_records.change_words(_in_words(old), _in_words(facts), LABELS)
    if not words:
        return False
    for key, value in facts.items():
        setattr(locked, key, value)
    locked.save(update_fields=list(facts))
    follow_title(locked)
    what = What.MOVED if "parent" in facts and old["parent"] != facts["parent"] else What.CHANGED
    unit_records.write(unit=locked, what=what, by=by, at=at, words=words)
    return True


@transaction.atomic
def set_contact(*, unit, contact_name, contact_phone, by, at):
    """Change whom the office calls."""
    if (unit.contact_name, unit.contact_phone) == (contact_name, contact_phone):
        return False
    unit.contact_name, unit.contact_phone = contact_name, contact_phone
    unit.save(update_fields=["contact_name", "contact_phone"])
    unit_records.write(unit=unit, what=What.CONTACT, by=by, at=at, words=contact_name)
    return True


def lock_tree():
    """Return all units by primary key under locks: two moves at once could close a circle. Inside a transaction."""
    rows = Unit.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    units = {unit.pk: unit for unit in rows}
    for unit in units.values():
        # The very same objects up the tree, so that walking it asks the database nothing.
        unit.parent = units.get(unit.parent_id)
    return units


def check_parent(unit, parent):
    """Refuse a parent that is the unit itself or below it."""
    above, seen = parent, set()
    while above and above.pk not in seen:
        if above.pk == unit.pk:
            raise Cycle(f"{parent.name} 就是本单位或在本单位之下，不能作主管单位。", "parent")
        seen.add(above.pk)
        above = above.parent


def check_credit_code(credit_code, besides=None):
    """Refuse a credit code that another unit has."""
    taken = Unit.objects.filter(credit_code=credit_code) if credit_code else Unit.objects.none()
    other = taken.exclude(pk=besides.pk).first() if besides else taken.first()
    if other:
        raise Refused(f"这个统一社会信用代码属于已有的单位：{other.name}。", "credit_code")


def tree(rows):
    """Return units as branches, each below its parent, by code; a unit whose parent is not among them is a root."""
    units = sorted(rows, key=lambda unit: unit.code)
    known, below = {unit.pk for unit in units}, {}
    for unit in units:
        below.setdefault(unit.parent_id if unit.parent_id in known else None, []).append(unit)
    branches, waiting = [], [Branch(unit, 0) for unit in reversed(below.get(None, []))]
    while waiting:
        branch = waiting.pop()
        branches.append(branch)
        waiting += [Branch(unit, branch.depth + 1) for unit in reversed(below.get(branch.unit.pk, []))]
    return branches


def follow_title(unit):
    """Let a unit's own invoice title carry its credit code."""
    if unit.credit_code:
        unit.invoice_titles.filter(buyer=InvoiceTitle.Buyer.UNIT).update(credit_code=unit.credit_code)


def _in_words(facts):
    words = {**facts}
    if "kind" in words:
        words["kind"] = UnitKind(words["kind"]).label
    if "parent" in words:
        words["parent"] = words["parent"].name if words["parent"] else "没有"
    return words
