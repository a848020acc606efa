"""Compare rows with the targets there are: what would be new, what would change, what cannot be. No database here."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from ....models import QUARTERS, TargetBasis
from . import parse

PLEDGED = "这是单位自愿认领的，只有单位自己可以修改；请保持原样或删掉这一行。"


class Outcome(StrEnum):
    NEW = "新增"
    CHANGED = "有改动"
    UNCHANGED = "无改动"
    REJECTED = "有问题"


@dataclass
class PlannedRow:
    """What becomes of a row: ``was`` is the target that was last said for the same, None if there is none."""

    row: parse.Row
    outcome: Outcome = Outcome.NEW
    was: object = None
    whom: dict = field(default_factory=dict)

    @property
    def number(self):
        return self.row.number

    @property
    def mistakes(self):
        return self.row.mistakes

    @property
    def texts(self):
        return self.row.texts

    @property
    def tone(self):
        """The tone of its badge."""
        return {Outcome.NEW: "good", Outcome.CHANGED: "accent", Outcome.REJECTED: "bad"}.get(self.outcome, "")

    @property
    def is_rejected(self):
        return self.outcome == Outcome.REJECTED

    @property
    def amount(self):
        return self.row.facts.get("amount")

    @property
    def reference(self):
        return self.row.facts.get("reference", "")

    @property
    def effective_on(self):
        return self.row.facts.get("effective_on")


def plan(table_rows, plan, known):
    """Return a ``PlannedRow`` for each row.

    :param table_rows: ``[(number, {key: text})]``.
    :param plan: the ``Plan``.
    :param known: ``References``: units, regions and what was last said.
    """
    rows = [PlannedRow(parse.row(number, texts)) for number, texts in table_rows]
    for planned in rows:
        _resolve(planned, plan, known)
    count = Counter(_key(planned) for planned in rows if "basis" in planned.whom)
    for planned in rows:
        if count[_key(planned)] > 1:
            planned.row.blame("amount", "同一项目标在文件里出现了不止一次。")
        _decide(planned, known)
    return rows


def _resolve(planned, plan, known):
    row, facts = planned.row, planned.row.facts
    unit, region = known.units.get(facts.get("unit")), known.regions.get(facts.get("region"))
    if facts.get("unit") and unit is None:
        row.blame("unit", "没有这个编码的采购单位。")
    if facts.get("region") and region is None:
        row.blame("region", f"没有这个协作地区，可填：{'、'.join(known.region_names)}。")
    quarter = facts.get("quarter", 0)
    if quarter and quarter not in [number for number, *_ in plan.quarters]:
        row.blame("quarter", f"方案期限里没有{QUARTERS[quarter]}。")
    day = facts.get("effective_on")
    if day and day != plan.within(day):
        row.blame("effective_on", f"须在方案期限之内：{plan.starts_on} 至 {plan.ends_on}。")
    if not {"unit", "region", "quarter", "basis"} & {mistake.key for mistake in row.mistakes}:
        basis = facts.get("basis", TargetBasis.OFFICE.value)
        planned.whom = {"unit": unit, "region": region, "quarter": quarter, "basis": basis}


def _decide(planned, known):
    if planned.whom:
        last = known.last.get(_key(planned))
        planned.was = None if last is None or last.is_withdrawn else last
        if planned.whom["basis"] == TargetBasis.PLEDGED:
            if planned.was is None or planned.was.amount != planned.amount:
                planned.row.blame("amount", PLEDGED)
        elif planned.was is None and planned.amount is None and "amount" in planned.row.facts:
            planned.row.blame("amount", "现在没有这项目标，不用取消。")
    if planned.mistakes:
        planned.outcome = Outcome.REJECTED
    elif planned.was:
        planned.outcome = Outcome.UNCHANGED if _is_same(planned) else Outcome.CHANGED


def _is_same(planned):
    was, said = planned.was, (planned.amount, planned.reference, planned.effective_on)
    return was.is_pledged or (was.amount, was.reference, was.effective_on) == said


def _key(planned):
    whom = planned.whom
    unit, region = whom.get("unit"), whom.get("region")
    return unit and unit.pk, region and region.pk, whom.get("quarter"), whom.get("basis")
