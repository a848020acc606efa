"""The bank's lines and online payments against the money in the orders' books; part of ``verify_ledger``."""

from django.db.models import F, Q, Sum
from django.db.models.functions import Abs

from shop.produce.money import ZERO, to_fen

from .models import LinePart, OnlinePayment, OnlineRefund, StatementLine

Status = StatementLine.Status


def differences():
    yield from _parts()
    yield from _lines()
    yield from _online()


def _parts():
    """The part of a line is exactly one row of the books of its order."""
    rows = LinePart.objects.annotate(size=Abs("amount"))
    wrong = ~Q(size=F("transaction__amount")) | ~Q(transaction__source__order=F("purchase_order__order"))
    for pk, amount in rows.filter(wrong).order_by("pk").values_list("line", "amount"):
        yield f"流水 {pk}：入账 {amount} 元，订单里的收付款与它不同。"


def _lines():
    """A line gives no more than it has, and its state says what is left of it."""
    rows = StatementLine.objects.exclude(status=Status.UNREADABLE).annotate(divided=Sum("parts__amount"))
    for row in rows.order_by("pk").iterator():
        rest = row.amount - to_fen(row.divided or ZERO) - row.returned_amount
        is_open = row.status in (Status.WAITING, Status.PARTLY, Status.SET_ASIDE, Status.OUTGOING)
        if (rest < 0 < row.amount) or (rest != 0) != is_open:
            yield f"流水 {row.pk}：{row.get_status_display()}，还有 {rest} 元没有去处。"


def _online():
    """What was paid online is divided among its orders, and no more of it goes back."""
    for row in OnlinePayment.objects.annotate(divided=Sum("parts__amount")).order_by("pk").iterator():
        if to_fen(row.divided or ZERO) != row.amount:
            yield f"在线付款 {row.pk}：{row.amount} 元，分到订单的合计 {to_fen(row.divided or ZERO)} 元。"
    done = OnlineRefund.objects.exclude(status=OnlineRefund.Status.FAILED).order_by()
    sums = done.values("payment", "payment__amount").annotate(back=Sum("amount"))
    for row in sums.filter(back__gt=F("payment__amount")):
        yield f"在线付款 {row['payment']}：{row['payment__amount']} 元，却退了 {to_fen(row['back'])} 元。"
