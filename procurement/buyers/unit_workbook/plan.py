"""Compare rows with the units there are: what would be new, what would change, what cannot be. No database here."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from ...models import UnitKind
from ...workbooks.rows import Mistake
from . import columns, parse

EMPTY = "（空）"


class Outcome(StrEnum):
    NEW = "新增"
    CHANGED = "有改动"
    UNCHANGED = "无改动"
    REJECTED = "有问题"


@dataclass
class PlannedRow:
    """What becomes of a row; ``changes`` is ``[(key, old, new)]``, ``facts`` everything a new unit gets."""

    number: int
    code: str
    facts: dict
    outcome: Outcome
    changes: list = field(default_factory=list)
    mistakes: list = field(default_factory=list)
    texts: dict = field(default_factory=dict)

    @property
    def tone(self):
        """The tone of its badge."""
        return {Outcome.NEW: "good", Outcome.CHANGED: "accent", Outcome.REJECTED: "bad"}.get(self.outcome, "")

    @property
    def is_rejected(self):
        return self.outcome == Outcome.REJECTED

    @property
    def shown_changes(self):
        """``(column, old, new)`` in words."""
        return [(columns.BY_KEY[key].header, _words(key, old), _words(key, new)) for key, old, new in self.changes]


def plan(table_rows, existing):
    """Return a ``PlannedRow`` for each row.

    :param table_rows: ``[(number, {key: text})]``.
    :param existing: ``{code: facts}`` of all units, ``parent`` as code; a blank cell leaves a fact as it is.
    """
    rows = [parse.row(number, texts) for number, texts in table_rows]
    _blame_doubles(rows)
    _blame_credit_codes(rows, existing)
    _blame_parents(rows, existing)
    return [_planned(row, existing.get(row.code)) for row in rows]


def _planned(row, old):
    facts = {"short_name": row.facts.get("name", "")[: parse.LIMITS["short_name"]], **row.facts}
    planned = PlannedRow(row.number, row.code, facts, Outcome.NEW, mistakes=row.mistakes, texts=row.texts)
    if row.mistakes:
        planned.outcome = Outcome.REJECTED
    elif old:
        planned.changes = [(key, old[key], new) for key, new in row.facts.items() if key in old and old[key] != new]
        planned.outcome = Outcome.CHANGED if planned.changes else Outcome.UNCHANGED
    return planned


def _blame_doubles(rows):
    count = Counter(row.code for row in rows if row.code)
    for row in rows:
        if count[row.code] > 1:
            row.mistakes.append(Mistake("code", row.code, "这个编码在文件里出现了不止一次。"))


def _blame_credit_codes(rows, existing):
    in_file = Counter(row.facts["credit_code"] for row in rows if "credit_code" in row.facts)
    # What the file gives a unit replaces what it has.
    given = {row.code for row in rows if "credit_code" in row.facts}
    owners = {facts["credit_code"]: code for code, facts in existing.items() if code not in given}
    for row in rows:
        credit_code = row.facts.get("credit_code")
        if in_file[credit_code] > 1:
            row.blame("credit_code", "这个代码在文件里出现了不止一次。")
        elif credit_code and owners.get(credit_code, row.code) != row.code:
            owner = existing[owners[credit_code]]["name"]
            row.blame("credit_code", f"这个代码属于已有的单位：{owner}。")


def _blame_parents(rows, existing):
    parents = {code: facts["parent"] for code, facts in existing.items()}
    parents |= {row.code: row.facts.get("parent", parents.get(row.code, "")) for row in rows if row.code}
    for row in rows:
        parent = row.facts.get("parent")
        if parent and parent not in parents:
            row.blame("parent", "没有这个编码的单位，文件里也没有。")
        elif parent and _leads_back(row.code, parents):
            row.blame("parent", "主管关系绕成了一圈，请核对。")


def _leads_back(code, parents):
    """Tell whether the way up from a unit comes back to it."""
    above, seen = parents.get(code), set()
    while above and above not in seen:
        if above == code:
            return True
        seen.add(above)
        above = parents.get(above)
    return False


def _words(key, value):
    if key == "kind" and value:
        return UnitKind(value).label
    return str(value) if value not in ("", None) else EMPTY
