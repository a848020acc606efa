"""The closing of a month (封账单): what was stored that day, printed the same for ever."""

from datetime import datetime
from decimal import Decimal

from ..models import Stage
from .content import Column, Paper, Table

STAGES = (
    Column("口径", 12),
    Column("台账条数", 12, "count"),
    Column("金额（元）", 18, "money"),
    Column("其中税额（元）", 18, "money"),
    Column("净重（公斤）", 16, "money"),
)
AMOUNTS = tuple(Column(f"{stage.label}（元）", 16, "money") for stage in Stage)
TITLES = {"regions": ("分地区", "协作地区"), "channels": ("分渠道", "渠道"), "units": ("分单位", "采购单位")}
TITLES["suppliers"] = ("分供应商", "供应商")
CORRECTED = (
    Column("更正月份", 16),
    Column("口径", 12),
    Column("台账条数", 12, "count"),
    Column("金额（元）", 18, "money"),
)
OUTSTANDING = (Column("事项", 36), Column("笔数", 10, "count"), Column("金额（元）", 18, "money"))
NOTES = (
    "已下单、已付款、已验收、已完成是四个口径，互相独立，不相加。各单位金额为本单位采购额，不含下属单位。",
    "封账后本月不再记账；以后的更正计入当时未封账的月份，并写明更正的是哪个月。",
)


def write(closing):
    """Return the paper of a closing, from its stored content only."""
    content = closing.content
    return Paper(
        kind="closing",
        title="台账封账单",
        number=closing.period,
        facts=_facts(closing, content),
        tables=tuple(_tables(content)),
        signatures=("签字", "日期", "单位盖章"),
        notes=(*NOTES, *_digests(closing)),
    )


def _facts(closing, content):
    facts = [
        ("单位", f"{content['county']}协作办"),
        ("月份", closing.month_label),
        ("台账条数", f"{closing.entries}"),
        ("签字人", content["signer"]),
        ("经办人", content["closed_by"]),
        ("封账时间", f"{datetime.fromisoformat(content['closed_at']):%Y年%-m月%-d日 %H:%M}"),
    ]
    if content["note"]:
        facts.append(("说明", content["note"]))
    if closing.is_demo:
        facts.append(("性质", "演示数据，均为虚构"))
    return tuple(facts)


def _tables(content):
    yield Table(STAGES, tuple(_stage(row) for row in content["stages"]), "合计")
    for name, (title, heading) in TITLES.items():
        rows = tuple((row["name"], *(Decimal(row[stage.value]) for stage in Stage)) for row in content[name])
        sums = tuple(Decimal(row["amount"]) for row in content["stages"])
        yield Table((Column(heading, 30), *AMOUNTS), rows, title, ("合计", *sums) if rows else ())
    if content["adjustments"]:
        rows = ((row["month"], row["label"], row["entries"], Decimal(row["amount"])) for row in content["adjustments"])
        yield Table(CORRECTED, tuple(rows), "本月中对以前已封账月份的更正")
    rows = ((row["label"], row["count"], _amount(row["amount"])) for row in content["outstanding"])
    yield Table(OUTSTANDING, tuple(rows), "封账时未了结的事项")


def _stage(row):
    kilograms = (Decimal(row["net_weight_g"]) / 1000).quantize(Decimal("0.01"))
    return row["label"], row["entries"], Decimal(row["amount"]), Decimal(row["tax_amount"]), kilograms


def _amount(amount):
    return "" if amount is None else Decimal(amount)


def _digests(closing):
    before = closing.previous.digest if closing.previous else "无"
    return (
        f"台账摘要（SHA-256）{closing.entries_digest}",
        f"上月封账摘要 {before}",
        f"本月封账摘要 {closing.digest}",
    )
