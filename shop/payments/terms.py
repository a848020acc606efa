"""Terms of payment between a unit and a supplier: proposed by one side, agreed to by the other; what is due when."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from procurement.models import PurchaseOrder, Role
from procurement.moves import Refused, Repeated
from shop.inbox.kinds import Kind
from shop.inbox.messages import tell

from . import remittances
from .models import PaymentTerms
from .models.terms import DEFAULT_DAYS, MOST_DAYS, words_of

Status = PurchaseOrder.Status


@dataclass(frozen=True)
class Due:
    """An unpaid order: what it owes in CNY, by which terms, until when; before acceptance it has no day yet."""

    order: PurchaseOrder
    days: int | None
    due_on: date | None
    today: date

    @property
    def owed(self):
        return remittances.owed(self.order)

    @property
    def words(self):
        return words_of(self.days)

    @property
    def days_late(self):
        """Days since it was due; negative before, None without a day."""
        return (self.today - self.due_on).days if self.due_on else None

    @property
    def is_late(self):
        return self.due_on is not None and self.today > self.due_on


@transaction.atomic
def propose(*, unit, supplier, days, by_supplier, by, at, link=""):
    """Propose terms to the other side; a proposal that stands is replaced.

    :param days: after acceptance, at most ``MOST_DAYS``; None for payment before shipping.
    :param link: the page where the other side answers.
    :raises Refused: for more days than the law allows.
    """
    if days is not None and not 0 <= days <= MOST_DAYS:
        raise Refused(f"付款期限最长 {MOST_DAYS} 天（《保障中小企业款项支付条例》）。")
    PaymentTerms.objects.proposed().filter(unit=unit, supplier=supplier).delete()
    facts = {"unit": unit, "supplier": supplier, "days": days, "by_supplier": by_supplier}
    made = PaymentTerms.objects.create(proposed_by=by, proposed_at=at, **facts)
    words = {"words": made.words, "other": supplier.name if by_supplier else unit.name}
    to = {"unit": unit, "role": Role.HANDLER} if by_supplier else {"people": supplier.users.all()}
    tell(kind=Kind.TERMS, by=by, at=at, link=link, **to, **words)
    return made


@transaction.atomic
def answer(*, terms, is_agreed, by, at):
    """Agree to a proposal of the other side, or decline it.

    :raises Repeated: if it was answered, or replaced, before.
    """
    locked = PaymentTerms.objects.proposed().select_for_update().filter(pk=terms.pk).first()
    if locked is None:
        raise Repeated("这条账期约定已经有了答复，或对方已经改过，请重新看一看。")
    locked.agreed_at, locked.agreed_by = (at, by) if is_agreed else (None, None)
    locked.declined_at = None if is_agreed else at
    locked.save()
    return locked


def due(orders, *, today):
    """Return what orders loaded with their money owe and when, the longest overdue first."""
    orders = list(orders)
    agreed, accepted = _agreed(orders), _accepted(orders)
    rows = [_due(order, agreed, accepted, today) for order in orders]
    return sorted(rows, key=lambda row: (row.due_on or date.max, row.order.placed_at, row.order.pk))


def in_force(unit, supplier, at):
    """Return the days that hold between a unit and a supplier at a moment; None for payment before shipping."""
    rows = PaymentTerms.objects.agreed().filter(unit=unit, supplier=supplier, agreed_at__lte=at)
    newest = rows.order_by("-agreed_at", "-pk").first()
    return newest.days if newest else DEFAULT_DAYS


def to_pay():
    """Return the unpaid orders of units, with their money."""
    rows = PurchaseOrder.objects.exclude(unit=None).exclude(status=Status.CANCELLED).to_pay()
    return rows.select_related("order", "unit", "supplier__profile", "group_order")


def _due(order, agreed, accepted, today):
    found = [days for at, days in agreed.get((order.unit_id, order.supplier_id), ()) if at <= order.placed_at]
    days = found[-1] if found else DEFAULT_DAYS
    if days is None:
        due_on = localdate(order.placed_at)
    else:
        at = accepted.get(order.pk) if order.is_accepted else None
        due_on = localdate(at) + timedelta(days=days) if at else None
    return Due(order, days, due_on, today)


def _agreed(orders):
    """Return ``{(unit, supplier): [(agreed at, days)]}``, the oldest first."""
    units, suppliers = {order.unit_id for order in orders}, {order.supplier_id for order in orders}
    rows = PaymentTerms.objects.agreed().filter(unit__in=units, supplier__in=suppliers).order_by("agreed_at", "pk")
    found = {}
    for unit, supplier, at, days in rows.values_list("unit", "supplier", "agreed_at", "days"):
        found.setdefault((unit, supplier), []).append((at, days))
    return found


def _accepted(orders):
    """Return when the last of each order was signed for."""
    rows = PurchaseOrder.objects.filter(pk__in=[order.pk for order in orders], status=Status.ACCEPTED)
    return dict(rows.order_by().annotate(last=Max("acceptances__at")).values_list("pk", "last"))
