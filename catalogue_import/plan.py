"""What applying a file would do: each row ends as exactly one of new, changed, unchanged, rejected. Pure."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import TextChoices

from . import row_rules
from .parse.rows import EMPTY, NOTHING, Parsed


class Outcome(TextChoices):
    NEW = "NEW", "新增"
    CHANGED = "CHANGED", "有改动"
    UNCHANGED = "UNCHANGED", "无改动"
    REJECTED = "REJECTED", "有问题"


@dataclass(slots=True)
class Existing:
    """A product as the shop holds it: values as ``parse`` returns them, all keys; packs ordered and not yet sent."""

    values: dict
    allocated: int = 0
    product_id: int | None = None


@dataclass(slots=True)
class Planned:
    """One row's fate. ``changes`` is ``[[key, old, new], …]``; ``values`` is what the product will hold.

    ``warnings`` are ``Mistake`` rows that do not keep it out.
    """

    row: Parsed
    outcome: str
    values: dict = field(default_factory=lambda: NOTHING)
    changes: list = ()
    warnings: list = ()


def plan(rows, existing, *, publish):
    """Decide every row of a file.

    :param rows: ``parse.rows.Parsed`` rows; found mistakes are added to them.
    :param existing: ``{code: Existing}`` of this supplier.
    :param publish: whether the column 上架 counts. Otherwise new products stay off sale and others as they are.
    """
    mark_doubled(rows)
    return [decide(row, existing.get(row.code), publish=publish) for row in rows]


def decide(row, existing, *, publish):
    """Decide one row against the product with its code, or None."""
    given = dict(row.values)
    if not publish:
        given.pop("on_sale", None)
    values = (existing.values if existing else EMPTY | {"on_sale": publish}) | given
    row_rules.judge(row, values, existing.allocated if existing else 0)
    if row.mistakes:
        return Planned(row, Outcome.REJECTED)
    if existing is None:
        return Planned(row, Outcome.NEW, values)
    changes = [[key, existing.values[key], value] for key, value in given.items() if existing.values[key] != value]
    return Planned(row, Outcome.CHANGED, values, changes) if changes else Planned(row, Outcome.UNCHANGED, values)


def mark_doubled(rows):
    """Give every row of a code that stands in the file more than once a mistake."""
    counts = Counter(row.code for row in rows if row.code)
    places = {}
    for row in rows:
        if counts[row.code] > 1:
            places.setdefault(row.code, []).append(row)
    for code, twins in places.items():
        for row in twins:
            others = "、".join(str(twin.number) for twin in twins[:6] if twin is not row)
            row.add("code", f"编码“{code[:40]}”在文件里重复，另见第 {others} 行。请只留一行，或改成不同的编码。")


def missing(rows, existing):
    """Return the codes on sale that a file leaves out; none when a row's code could not be read."""
    if any(not row.code for row in rows):
        return []
    codes = {row.code for row in rows}
    return [code for code, held in existing.items() if held.values["on_sale"] and code not in codes]
