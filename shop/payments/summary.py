"""What has been paid on a purchase order, and what is still to pay or to send back."""

from dataclasses import dataclass, field
from decimal import Decimal

from procurement.delivery import purchase_orders
from shop.produce.money import ZERO

from . import books, refunds


@dataclass(frozen=True)
class Payment:
    """Amounts in CNY; ``transactions`` are Oscar's, oldest first. ``replacing`` is what comes as a replacement.

    ``returning`` is what a provider is sending back, ``online`` how much of what is to refund can go the way it came.
    """

    due: Decimal
    received: Decimal
    transactions: list
    replacing: Decimal = ZERO
    returning: Decimal = ZERO
    online: Decimal = ZERO
    refunds: list = field(default_factory=list)

    @property
    def outstanding(self):
        return max(self.due - self.received, ZERO)

    @property
    def refundable(self):
        return max(self.received - self.due - self.replacing - self.returning, ZERO)

    @property
    def refundable_online(self):
        return min(self.refundable, self.online)

    @property
    def is_settled(self):
        """Whether money has moved and nothing is left to pay or to send back."""
        return bool(self.transactions) and self.due == self.received


def of(purchase_order):
    """Return the payment state of one purchase order."""
    transactions = books.transactions(purchase_order).select_related("source")
    sent = list(purchase_order.online_refunds.order_by("at", "pk"))
    return Payment(
        due=purchase_orders.amount_due(purchase_order),
        received=purchase_orders.amount_received(purchase_order),
        transactions=list(transactions.order_by("date_created", "pk")),
        replacing=purchase_orders.amount_replacing(purchase_order),
        returning=sum((row.amount for row in sent if row.is_pending), ZERO),
        online=refunds.left_online(purchase_order),
        refunds=sent,
    )
