"""Papers that name the colleagues: what each collects and signs for (分发签收表), what each pays (认购结算表)."""

from shop.produce.money import ZERO
from shop.user.models import mask_mobile

from ..collection import distribution, progress, receipts, redistribution
from .content import Column, Paper, Table

DISTRIBUTION, SETTLEMENT = "distribution", "settlement"
COLLECT = (Column("姓名", 12), Column("手机号", 14), Column("商品", 40), Column("数量", 8, "count"), Column("签字", 20))
PAY = (
    Column("姓名", 12),
    Column("部门", 16),
    Column("商品", 40),
    Column("数量", 8, "count"),
    Column("单价（元）", 12, "money"),
    Column("金额（元）", 14, "money"),
)
# In the widths of the lines below it, as both stand in one sheet.
TOTALS = (
    Column("姓名", 12),
    Column("部门", 16),
    Column("商品", 40),
    Column("件数", 8, "count"),
    Column("金额（元）", 12, "money"),
    Column("签字", 14),
)
UNIT_ITSELF = "单位补足"


def write_distribution(group_order):
    """Return the list of who gets what, a table for each department."""
    tables = [_department(department) for department in distribution.by_department(group_order)]
    own = [item for item in distribution.top_ups(group_order) if item.unit_packs]
    extra = [("—", "", item.product.title, item.unit_packs, "") for item in own]
    if extra:
        tables.append(Table(COLLECT, tuple(extra), UNIT_ITSELF))
    return Paper(
        kind=DISTRIBUTION,
        title="分发签收表",
        number=group_order.number,
        facts=_facts(group_order),
        tables=tuple(tables),
        signatures=("分发人", "经办人"),
    )


def write_settlement(group_order):
    """Return what each participant pays at the settled prices, and the lines it is made of, the unit's own below."""
    rows = progress.of(group_order)
    owed = [(person, list(_owed(person, rows))) for person in _people(group_order)]
    owed = [(person, lines) for person, lines in owed if lines]
    received = redistribution.unit_packs(group_order)
    own = [(row, received.get(row.item.pk, row.item.top_up)) for row in rows if not row.item.is_dropped]
    own = [_own(row, packs) for row, packs in own if packs]
    sums = [_total(person.name, person.department, lines) for person, lines in owed]
    sums += [_total(UNIT_ITSELF, "", own)] if own else []
    lines = [line for _, each in owed for line in each] + own
    total = sum((line[-1] for line in lines), ZERO)
    return Paper(
        kind=SETTLEMENT,
        title="认购结算表",
        number=group_order.number,
        facts=_facts(group_order),
        tables=(
            Table(TOTALS, tuple(sums), "每人合计", ("合计", "", "", "", total, "")),
            Table(PAY, tuple(lines), "明细", ("合计", "", "", "", "", total)),
        ),
        signatures=("制表人", "经办人", "审核人"),
        notes=("到货短少、破损的，按实得结算；退款以验收单和付款记录为准。",),
    )


def _facts(group_order):
    return (
        ("单号", group_order.number),
        ("采购单位", group_order.unit.name),
        ("标题", group_order.title),
        ("费用来源", group_order.get_fund_source_display()),
    )


def _department(department):
    rows = [
        (person.name, mask_mobile(person.mobile), share.item.product.title, share.quantity, "")
        for person, shares in department.people
        for share in shares
    ]
    return Table(COLLECT, tuple(rows), f"{department.name}（{len(department.people)} 人）")


def _people(group_order):
    people = group_order.participants.filter(withdrawn_at=None).order_by("department", "name", "pk")
    return people.prefetch_related("pledges__steps")


def _owed(person, rows):
    for choice in receipts.choices(person, rows):
        if choice.is_bought and choice.quantity:
            price, title = choice.progress.unit_price, choice.progress.product.title
            yield person.name, person.department, title, choice.quantity, price, choice.amount


def _own(row, packs):
    return UNIT_ITSELF, "", row.product.title, packs, row.unit_price, row.unit_price * packs


def _total(name, department, lines):
    """Return one person's row: how many products and packs, and what they come to."""
    packs, amount = sum(line[3] for line in lines), sum((line[-1] for line in lines), ZERO)
    return name, department, f"{len(lines)} 种", packs, amount, ""
