"""Farm households helped, as county bodies confirmed them, beside what was sold; the two are never combined."""

from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db.models import Sum

from shop.produce import editions
from shop.produce.money import ZERO, to_fen

from ..models import Beneficiaries, LedgerEntry


class Refused(Exception):
    """The statement does not fit; the message tells the person why."""


@dataclass(frozen=True)
class Row:
    """The newest statement about a supplier or one of its products, and its sales in CNY under a plan."""

    statement: Beneficiaries
    sales: Decimal


def state(*, supplier, households, as_of, source, confirmed_by, by, at, product=None):
    """Add a statement; earlier ones stay as they were.

    :raises Refused: for a product of somebody else, or a day to come.
    """
    if product is not None and not product.stockrecords.filter(partner=supplier).exists():
        raise Refused("这种商品不是该供应商的。")
    if as_of > at.date():
        raise Refused("统计日期不能晚于今天。")
    facts = {"source": source, "confirmed_by": confirmed_by, "recorded_by": by, "recorded_at": at}
    is_demo = supplier.profile.is_demo
    # Product pages say it too.
    editions.turn()
    return Beneficiaries.objects.create(
        supplier=supplier, product=product, households=households, as_of=as_of, is_demo=is_demo, **facts
    )


def rows(plan, *, supplier=None):
    """Return a ``Row`` for each newest statement, in a constant number of queries.

    :param plan: whose period and counting stage the sales have; None for no sales.
    """
    statements = Beneficiaries.objects.filter(**({"supplier": supplier} if supplier else {}))
    statements = (statements if settings.DEMO else statements.filter(is_demo=False)).newest()
    sold = _sold(plan, {row.supplier_id for row in statements})
    found = [Row(row, _of(row, sold)) for row in statements]
    return sorted(found, key=lambda row: (row.statement.supplier.name, row.statement.product_id or 0))


def _sold(plan, suppliers):
    """Return ``{(supplier, product): CNY}``."""
    if plan is None:
        return {}
    entries = LedgerEntry.objects.filter(stage=plan.counting_stage, supplier__in=suppliers)
    entries = entries.filter(occurred_on__range=(plan.starts_on, plan.ends_on)).order_by()
    entries = entries if settings.DEMO else entries.filter(is_demo=False)
    sums = entries.values_list("supplier", "product").annotate(Sum("amount"))
    return {(supplier, product): amount for supplier, product, amount in sums}


def _of(statement, sold):
    if statement.product_id:
        return to_fen(sold.get((statement.supplier_id, statement.product_id), ZERO))
    return to_fen(sum((amount for (supplier, _), amount in sold.items() if supplier == statement.supplier_id), ZERO))
