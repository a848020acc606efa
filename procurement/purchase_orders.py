"""Place, ship, accept, cancel: what happens to one supplier's part of a purchase."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from oscar.core.loading import get_model

from shop.produce import stock
from shop.produce.money import ZERO

from . import ledger, moves
from .models import Acceptance, AcceptanceLine, PurchaseOrder, Stage

Order = get_model("order", "Order")
OrderLine = get_model("order", "Line")
ShippingAddress = get_model("order", "ShippingAddress")
Transaction = get_model("payment", "Transaction")
Country = get_model("address", "Country")

Status = PurchaseOrder.Status
MOVES = {
    Status.PLACED: {Status.SHIPPED, Status.CANCELLED},
    Status.SHIPPED: {Status.ACCEPTED},
}


class IllegalMove(Exception):
    """The order is not in a state that allows this step."""

    def __init__(self, old, new):
        super().__init__(f"订单当前为“{Status(old).label}”，不能改为“{Status(new).label}”。")


class BadQuantities(Exception):
    """Accepted, short and damaged packs do not add up to the packs shipped."""


@dataclass(frozen=True)
class Wanted:
    """One product to buy: its stock record, whole packs, and the settled unit price in CNY."""

    stock_record: object
    quantity: int
    unit_price: Decimal

    @property
    def amount(self):
        return self.unit_price * self.quantity


@dataclass(frozen=True)
class Address:
    """Where to deliver, as people write it in China."""

    name: str
    mobile: str
    street: str
    province: str = ""
    city: str = ""
    district: str = ""


@transaction.atomic
def place(*, number, wanted, address, channel, fund_source, by, at, unit=None, group_order=None, is_demo=False):
    """Order everything wanted, one purchase order per supplier, all or nothing.

    :param number: the number that ``-01``, ``-02``… are added to, one a supplier.
    :param wanted: ``Wanted`` rows, one a stock record.
    :return: the purchase orders, by supplier.
    :raises stock.OutOfStock: if anything is missing; then nothing was ordered.
    """
    stock.allocate({row.stock_record.pk: row.quantity for row in wanted})
    by_supplier = {}
    for row in sorted(wanted, key=lambda row: (row.stock_record.partner_id, row.stock_record.pk)):
        by_supplier.setdefault(row.stock_record.partner, []).append(row)
    placed = []
    for position, (supplier, rows) in enumerate(by_supplier.items(), start=1):
        purchase_order = PurchaseOrder.objects.create(
            order=_create_order(f"{number}-{position:02d}", rows, address, by=by, at=at),
            supplier=supplier,
            group_order=group_order,
            unit=unit,
            fund_source=fund_source,
            channel=channel,
            placed_at=at,
            is_demo=is_demo,
        )
        purchase_order.moves.create(new=Status.PLACED, by=by, at=at)
        quantities = dict(purchase_order.order.lines.values_list("pk", "quantity"))
        ledger.record(purchase_order=purchase_order, stage=Stage.ORDERED, quantities=quantities, at=at)
        placed.append(purchase_order)
    return placed


@transaction.atomic
def ship(*, purchase_order, carrier, waybill, by, at):
    """Send the whole order out: the packs leave the store.

    :raises IllegalMove: if it is not waiting for shipment.
    """
    locked = _move(purchase_order, to=Status.SHIPPED, by=by, at=at, reason=f"{carrier} {waybill}".strip())
    stock.send_out(_stock_quantities(locked))
    locked.shipped_at, locked.carrier, locked.waybill = at, carrier, waybill
    locked.save(update_fields=["shipped_at", "carrier", "waybill"])
    return locked


@transaction.atomic
def accept(*, purchase_order, refused, by, at, note=""):
    """Sign for the goods. What is short or damaged comes off the order and is not paid for.

    :param refused: ``{line_id: (short, damaged)}``, packs; lines left out arrived whole.
    :raises IllegalMove: if the order has not been shipped, or was accepted before.
    :raises BadQuantities: if more is refused than was shipped, or a number is negative.
    """
    locked = _move(purchase_order, to=Status.ACCEPTED, by=by, at=at, reason=note)
    acceptance = Acceptance.objects.create(purchase_order=locked, by=by, at=at, note=note)
    accepted = {}
    for line in locked.order.lines.all():
        short, damaged = refused.get(line.pk, (0, 0))
        accepted[line.pk] = line.quantity - short - damaged
        if min(short, damaged, accepted[line.pk]) < 0:
            raise BadQuantities(f"{line.title}：短少与破损之和不能超过应收的 {line.quantity}。")
        AcceptanceLine.objects.create(
            acceptance=acceptance,
            line=line,
            ordered=line.quantity,
            accepted=accepted[line.pk],
            short=short,
            damaged=damaged,
        )
    ledger.record(purchase_order=locked, stage=Stage.ACCEPTED, quantities=accepted, at=at, acceptance=acceptance)
    ledger.record(
        purchase_order=locked,
        stage=Stage.ORDERED,
        quantities=accepted,
        at=at,
        reason=note or "到货短少或破损",
        acceptance=acceptance,
    )
    record_progress(purchase_order=locked, by=by, at=at)
    return locked


@transaction.atomic
def cancel(*, purchase_order, by, at, reason):
    """Cancel an order that has not been shipped and give its stock back.

    :raises IllegalMove: once it is shipped.
    """
    locked = _move(purchase_order, to=Status.CANCELLED, by=by, at=at, reason=reason)
    stock.release(_stock_quantities(locked))
    nothing = dict.fromkeys(locked.order.lines.values_list("pk", flat=True), 0)
    ledger.record(purchase_order=locked, stage=Stage.ORDERED, quantities=nothing, at=at, reason=reason)
    _follow(locked, by=by, at=at)
    return locked


@transaction.atomic
def take_back(*, purchase_order, packs, by, at, reason):
    """Take accepted goods back (退货): they come off every stage but PAID, which follows the refund.

    :param packs: ``{line_id: packs to take back}``.
    :raises BadQuantities: if more is taken back than was accepted.
    """
    locked = lock(purchase_order)
    if not locked.is_accepted:
        raise IllegalMove(locked.status, Status.ACCEPTED)
    accepted = locked.ledger_entries.at_stage(Stage.ACCEPTED).net_quantities()
    if any(quantity <= 0 or quantity > accepted.get(line, 0) for line, quantity in packs.items()):
        raise BadQuantities("退货数量须大于 0，且不能超过已验收的数量。")
    for stage in (Stage.ORDERED, Stage.ACCEPTED):
        ledger.reverse(purchase_order=locked, stage=stage, quantities=packs, at=at, reason=reason)
    record_progress(purchase_order=locked, by=by, at=at, reason=reason)
    locked.moves.create(old=locked.status, new=locked.status, by=by, at=at, reason=f"退货：{reason}")
    return locked


def amount_due(purchase_order):
    """Return what the order costs in CNY: as ordered, less what was cancelled, refused or taken back."""
    return purchase_order.ledger_entries.at_stage(Stage.ORDERED).total()


def amount_received(purchase_order):
    """Return the money received less refunds, in CNY."""
    sources = purchase_order.order.sources.all()
    return sum((source.amount_debited - source.amount_refunded for source in sources), ZERO)


def record_progress(*, purchase_order, by, at, proof=None, reason=""):
    """Write the PAID and COMPLETED entries that the money and goods received by now stand for.

    PAID once the money covers what is due; after a shortage of a paid order PAID keeps its amount until the refund.
    COMPLETED for packs both paid and accepted. Calling it again changes nothing.

    :param proof: the payment or refund (Oscar ``Transaction``) that leads here; the order's last one by default.
    """
    due, received = amount_due(purchase_order), amount_received(purchase_order)
    ordered = purchase_order.ledger_entries.at_stage(Stage.ORDERED).net_quantities()
    paid = purchase_order.ledger_entries.at_stage(Stage.PAID).net_quantities()
    proof = proof or _last_payment(purchase_order)
    if (paid and received == due) or (not paid and received >= due > 0):
        ledger.record(
            purchase_order=purchase_order,
            stage=Stage.PAID,
            quantities=ordered,
            at=at,
            reason=reason,
            transaction=proof,
        )
        paid = ordered
    if paid and not purchase_order.is_paid:
        purchase_order.paid_at = at
        purchase_order.save(update_fields=["paid_at"])
    accepted = purchase_order.ledger_entries.at_stage(Stage.ACCEPTED).net_quantities()
    ledger.record(
        purchase_order=purchase_order,
        stage=Stage.COMPLETED,
        quantities={line: min(paid.get(line, 0), packs) for line, packs in accepted.items()} if paid else {},
        at=at,
        reason=reason,
        acceptance=getattr(purchase_order, "acceptance", None),
        transaction=proof,
    )
    _follow(purchase_order, by=by, at=at)


def _follow(purchase_order, *, by, at):
    if purchase_order.group_order:
        moves.follow(group_order=purchase_order.group_order, by=by, at=at)


def _last_payment(purchase_order):
    return Transaction.objects.filter(source__order=purchase_order.order).order_by("-pk").first()


def lock(purchase_order):
    """Return the purchase order read anew under a row lock; call inside a transaction."""
    return (
        PurchaseOrder.objects.select_for_update(of=("self",))
        .select_related("order", "group_order")
        .get(pk=purchase_order.pk)
    )


def _move(purchase_order, *, to, by, at, reason=""):
    """Move an order along one allowed arrow, record who did it, and keep Oscar's order in step."""
    locked = lock(purchase_order)
    if to not in MOVES.get(locked.status, ()):
        raise IllegalMove(locked.status, to)
    locked.moves.create(old=locked.status, new=to, by=by, at=at, reason=reason)
    locked.status = to
    locked.save(update_fields=["status"])
    locked.order.set_status(to)
    return locked


def _stock_quantities(purchase_order):
    return dict(purchase_order.order.lines.values_list("stockrecord", "quantity"))


def _create_order(number, rows, address, *, by, at):
    """Create Oscar's order with its lines; stock is already reserved, prices include tax, delivery is free."""
    total = sum((row.amount for row in rows), ZERO)
    order = Order.objects.create(
        number=number,
        user=by,
        total_incl_tax=total,
        total_excl_tax=total,
        shipping_incl_tax=ZERO,
        shipping_excl_tax=ZERO,
        shipping_method="供应商包邮",
        status=Status.PLACED,
        date_placed=at,
        shipping_address=_create_address(address),
    )
    OrderLine.objects.bulk_create(
        OrderLine(
            order=order,
            partner=row.stock_record.partner,
            partner_name=row.stock_record.partner.name,
            partner_sku=row.stock_record.partner_sku,
            stockrecord=row.stock_record,
            product=row.stock_record.product,
            title=row.stock_record.product.title,
            quantity=row.quantity,
            line_price_incl_tax=row.amount,
            line_price_excl_tax=row.amount,
            line_price_before_discounts_incl_tax=row.amount,
            line_price_before_discounts_excl_tax=row.amount,
            unit_price_incl_tax=row.unit_price,
            unit_price_excl_tax=row.unit_price,
            num_allocated=row.quantity,
            status=Status.PLACED,
        )
        for row in rows
    )
    return order


def _create_address(address):
    country = Country.objects.get(pk="CN")
    return ShippingAddress.objects.create(
        first_name=address.name,
        phone_number=address.mobile,
        line1=address.street,
        line3=address.district,
        line4=address.city,
        state=address.province,
        country=country,
    )
