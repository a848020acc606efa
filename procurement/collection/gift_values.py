"""What a unit's union gives each member in a year, against the unit's ceiling: a warning with the sum, never a bar.

Each person is known by the mobile number they pledged with. What the unit bought on its own account (top-ups, direct
orders) is shared by all its members, its headcount.
"""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db.models import F, IntegerField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.timezone import localtime

from shop.produce.money import ZERO, to_fen

from ..models import FundSource, GroupOrder, GroupOrderItem, GroupOrderMove, Pledge, SharedItem

Status = GroupOrder.Status
PLACED = (Status.PLACED, Status.PARTLY_RECEIVED, Status.RECEIVED, Status.SETTLED)


@dataclass(frozen=True)
class Excess:
    """How far a group order takes a year's gifts over the ceiling, in CNY a person."""

    year: int
    ceiling: Decimal
    people: int
    highest: Decimal


def ceiling_of(unit):
    """Return a unit's ceiling in CNY a member and year: its own, else the county's, else None."""
    policy = getattr(unit, "approval_policy", None)
    own = policy.gift_ceiling if policy else None
    return settings.GIFT_CEILING if own is None else own


def excess(group_order, at):
    """Return the ``Excess`` of a group order paid by the union, counted with all placed in its year, or None."""
    if group_order.fund_source != FundSource.UNION:
        return None
    ceiling = ceiling_of(group_order.unit)
    if ceiling is None:
        return None
    year = localtime(at).year
    orders = [group_order.pk, *_placed(group_order, year)]
    sums = _sums(group_order, orders)
    over = [amount for amount in sums if amount > ceiling]
    return Excess(year, ceiling, len(over), max(over)) if over else None


def _sums(group_order, orders):
    """Return what each person who takes part comes to, or each member when the unit alone orders."""
    unit, received = group_order.unit, _received(orders)
    share = to_fen(_own_packs(orders) / unit.headcount) if unit.headcount else ZERO
    mobiles = group_order.participants.filter(withdrawn_at=None).values_list("mobile", flat=True)
    return [received[mobile] + share for mobile in mobiles] or [share] * (unit.headcount or 0)


def _placed(group_order, year):
    """Return the pks of the unit's other gifts placed in a year."""
    rows = GroupOrder.objects.filter(unit=group_order.unit, fund_source=FundSource.UNION, status__in=PLACED)
    placed = GroupOrderMove.objects.filter(new=Status.PLACED, at__year=year).values("group_order")
    return list(rows.filter(pk__in=placed).exclude(pk=group_order.pk).values_list("pk", flat=True))


def _received(orders):
    """Return ``{mobile: CNY}`` of the packs people got for themselves; of a short delivery what was shared out last."""
    pledges = Pledge.objects.filter(participant__group_order__in=orders, participant__withdrawn_at=None)
    pledges = pledges.filter(item__is_dropped=False).exclude(item__unit_price=None).order_by()
    got = Coalesce("received", "allotted", 0)
    rows = pledges.values_list("participant__mobile", "item__unit_price").annotate(packs=Sum(got))
    sums = Counter()
    # Multiplied here: SQLite would reckon in floats.
    for mobile, price, packs in rows:
        sums[mobile] += price * packs
    return sums


def _own_packs(orders):
    """Return what the unit bought on its own account, in CNY."""
    items = GroupOrderItem.objects.filter(group_order__in=orders, is_dropped=False, top_up__gt=0)
    shared = SharedItem.objects.filter(item=OuterRef("pk")).order_by("-redistribution__at", "-pk")
    got = Coalesce(Subquery(shared.values("unit_packs")[:1]), F("top_up"), output_field=IntegerField())
    rows = items.exclude(unit_price=None).annotate(got=got).values_list("unit_price", "got")
    return sum((price * packs for price, packs in rows), ZERO)
