"""Read a selection from the parameters of an address or a command."""

import re

from shop.produce.models import Region

from ....models import LedgerEntry, Plan, Stage, Unit
from .conditions import ANY
from .selected import CURRENT, EMPTY, PLAIN, PUBLIC, whole

MAX_LENGTH = 200
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)


class BadSelection(Exception):
    """What was asked for does not exist; the message says what."""


class BadMonths(BadSelection):
    """The months are no months of the plan, or in the wrong order."""


def read(values, *, on, scope=None, is_alone=False):
    """Return the selection that the parameters of an address or a command describe.

    :param values: mapping with any of plan, stage, from, to, unit, branch, tree, region, county, category, supplier,
        product, channel, fund, kind, corrects.
    :param on: today; the plan that runs then is meant when none is named.
    :param scope: the unit whose desk it is; None for the county's.
    :raises BadSelection: if a plan, stage, month, unit, branch or region does not exist.
    """
    values = {name: str(value).replace("\0", "").strip()[:MAX_LENGTH] for name, value in values.items() if value}
    plan = _plan(values.get("plan"), on)
    selected = whole(plan, _stage(values.get("stage"), plan), scope=scope, is_alone=is_alone, on=on)
    first, last = values.get("from", selected.first_month), values.get("to", selected.last_month)
    _check_months(plan, first, last)
    is_public = values.get("unit") == PUBLIC
    plain = {attribute: values.get(name, "") for name, attribute in PLAIN.items()}
    if plain["product"] and plain["product"] != EMPTY and not _is_key(plain["product"]):
        raise BadSelection("没有这种商品。")
    if plain["corrects"] not in ("", ANY) and not MONTH.fullmatch(plain["corrects"]):
        raise BadSelection("更正的月份请按 2026-03 的样子填写。")
    return selected.narrowed(
        first_month=first,
        last_month=last,
        is_public=is_public,
        unit=None if is_public else _unit(values.get("unit"), selected),
        branch=_branch(values.get("branch", ""), selected),
        is_current=values.get("tree") == CURRENT,
        region=_region(values.get("region")),
        **plain,
    )


def _plan(year, on):
    plans = Plan.objects.visible()
    if not year:
        plan = plans.current(on)
    else:
        plan = plans.filter(year=int(year)).first() if year.isdecimal() and len(year) == 4 else None
    if plan is None:
        raise BadSelection(f"没有 {year} 年度的方案。" if year else "还没有年度方案。")
    return plan


def _stage(stage, plan):
    if stage and stage not in Stage.values:
        raise BadSelection(f"没有“{stage}”这个口径，可选：{'、'.join(Stage.values)}。")
    return stage or plan.counting_stage


def _check_months(plan, first, last):
    months = plan.months
    for month in (first, last):
        if month not in months:
            raise BadMonths(f"月份“{month}”不在方案期限 {months[0]} 至 {months[-1]} 之内，请按 2026-03 的样子填写。")
    if first > last:
        raise BadMonths(f"起始月份 {first} 晚于截止月份 {last}。")


def _unit(code, selected):
    unit = Unit.objects.filter(code=code).first() if code else None
    if code and (unit is None or _is_foreign(unit, selected)):
        raise BadSelection(f"没有编码为“{code}”的采购单位。")
    return unit


def _is_foreign(unit, selected):
    """Tell whether a desk has nothing to do with a unit: neither is it below it now, nor was it when it bought."""
    scope = selected.scope
    if scope is None or unit.pk in selected.hierarchy.below(scope.pk):
        return False
    return not selected.narrowed(unit=unit).at_any_stage().exists()


def _branch(path, selected):
    code = path.split("/")[-1]
    if path and code not in selected.hierarchy.codes:
        raise BadSelection(f"没有编码为“{code}”的采购单位。")
    return path


def _is_key(text):
    return text.isascii() and text.isdecimal() and len(text) <= 15


def _region(code):
    if not code:
        return None
    region = Region.objects.filter(code=code).first()
    if region is None:
        # Long gone as a partner, still in the ledger.
        name = LedgerEntry.objects.filter(region_code=code).values_list("region_name", flat=True).first()
        region = Region(code=code, name=name) if name else None
    if region is None:
        raise BadSelection(f"没有代码为“{code}”的协作地区。")
    return region
