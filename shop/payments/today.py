"""What waits for money: slips to confirm, and who owes what past its day."""

from django.urls import reverse
from django.utils.timezone import localdate

from procurement.today.tasks import Task, end_of, oldest, within

from . import terms
from .models import BankSlip
from .views.desks import Desk

SLIP_DAYS = 3


def of_supplier(partner, at):
    """Yield the slips that wait for a supplier, and the orders paid too late."""
    yield from _of_desk(Desk(partner), at)


def of_office(at):
    """Yield the orders of the whole county that are paid too late."""
    yield from list(_of_desk(Desk(), at))[1:]


def of_unit(unit, agenda, at):
    """Yield what a unit's handlers have to pay, with the day of the first."""
    if agenda.can_handle:
        owing = terms.due(terms.to_pay().filter(unit=unit), today=localdate(at))
        since = min((row.order.placed_at for row in owing), default=None)
        due_on = min((row.due_on for row in owing if row.due_on), default=None)
        url = reverse("unit_payments:index", args=[unit.code])
        yield Task("等付款", "去付款", url, len(owing), at, since, end_of(due_on))


def _of_desk(desk, at):
    slips = BankSlip.objects.filter(orders__in=desk.orders().order_by().to_pay().values("pk"))
    found = oldest(slips, "at")
    due_at = within(found["since"], SLIP_DAYS)
    yield Task("待确认的银行回单", "去确认", desk.url("index") + "#slips", at=at, due_at=due_at, **found)
    unpaid = terms.to_pay().filter(pk__in=desk.orders().order_by().values("pk"))
    late = [row for row in terms.due(unpaid, today=localdate(at)) if row.is_late]
    first = min((row.due_on for row in late), default=None)
    since = min((row.order.placed_at for row in late), default=None)
    yield Task("逾期未付的货款", "去催收", desk.url("index") + "?late=1#owing", len(late), at, since, end_of(first))
