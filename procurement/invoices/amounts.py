"""How much of each order is invoiced, and how an invoice divides among its orders, to the fen."""

from django.db.models import Sum

from shop.produce.money import ZERO, to_fen

from ..models import Invoice, InvoicePart
from ..moves import Refused


def invoiced(orders):
    """Return ``{order pk: CNY}`` that standing invoices say, less red-letter ones."""
    parts = InvoicePart.objects.filter(purchase_order__in=[order.pk for order in orders])
    parts = parts.filter(invoice__in=Invoice.objects.standing()).order_by()
    sums = dict(parts.values_list("purchase_order").annotate(Sum("amount")))
    return {order.pk: to_fen(sums.get(order.pk, ZERO)) for order in orders}


def open_amounts(orders):
    """Return ``{order pk: CNY}`` still to invoice; negative where more is invoiced than is due by now.

    :param orders: with ``due``.
    """
    done = invoiced(orders)
    return {order.pk: to_fen(order.due) - done[order.pk] for order in orders}


def divide(said, orders, *, red_of=None):
    """Return ``{order: CNY}`` of an invoice.

    Several orders are invoiced whole, what is left of each; one order may be invoiced in parts. A red-letter invoice
    undoes what is invoiced too much of several orders, the whole of the invoice it names, or a part of one order.

    :raises Refused: if the sum differs.
    """
    if red_of is not None:
        return _divide_red(said, orders, red_of)
    left = open_amounts(orders)
    for order in orders:
        if left[order.pk] <= 0:
            raise Refused(f"订单 {order.number} 已经开足发票。")
    whole = sum(left.values(), ZERO)
    if said.total == whole:
        return {order: left[order.pk] for order in orders}
    if len(orders) == 1 and said.total < whole:
        return {orders[0]: said.total}
    raise Refused(f"发票的价税合计是 {said.total} 元，所选订单应开 {whole} 元，相差 {abs(said.total - whole)} 元。")


def _divide_red(said, orders, red_of):
    held = dict(red_of.parts.values_list("purchase_order", "amount"))
    gone = dict(
        InvoicePart.objects.filter(invoice__in=red_of.reds.standing())
        .order_by()
        .values_list("purchase_order")
        .annotate(Sum("amount"))
    )
    rest = {order.pk: held[order.pk] + gone.get(order.pk, ZERO) for order in orders if order.pk in held}
    if len(rest) < len(orders):
        raise Refused(f"所选订单不都在发票 {red_of.number} 里。")
    whole, amount = sum(rest.values(), ZERO), -said.total
    over = {pk: -left for pk, left in open_amounts(orders).items()}
    if amount == whole:
        return {order: -rest[order.pk] for order in orders}
    if len(orders) == 1 and amount < whole:
        return {orders[0]: said.total}
    if amount == sum(over.values(), ZERO) and all(0 < over[pk] <= rest[pk] for pk in over):
        return {order: -over[order.pk] for order in orders}
    raise Refused(
        f"红字发票是 {amount} 元，所选订单在发票 {red_of.number} 里还有 {whole} 元，分不开，请一张订单一张红票。"
    )
