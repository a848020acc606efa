"""Each order line beside the sums of its entries at the four stages.

Lines to which nothing unusual happened are compared by the database (``plain``), the others here, one by one.
"""

from django.db.models import F, IntegerField, Max, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from oscar.core.loading import get_model

from shop.produce.money import tax_in, to_fen

from ...models import AcceptanceLine, Claim, ClaimLine, PurchaseOrder, ShipmentLine, Stage
from . import plain, suspects

OrderLine = get_model("order", "Line")
Status = PurchaseOrder.Status
TO_SEND = (Status.PENDING_PAYMENT, Status.PLACED, Status.PARTLY_SHIPPED)
UNSENT = (Status.PENDING_PAYMENT, Status.PLACED, Status.CANCELLED)
RESHIPPED = (Claim.Status.RESHIPPED, Claim.Status.REPLACED)


def differences():
    for row in suspects.rows(_rows(), plain.other_lines()):
        for difference in _differences(row):
            yield f"订单 {row['number']}“{row['title']}”：{difference}"


def count():
    return _lines().count()


def _lines():
    return OrderLine.objects.exclude(order__purchase_order=None)


def _rows():
    """Return the facts of each line, and its packs sent, refused, replaced and claimed, each summed by itself."""
    sums = {"rate": Max("ledger_entries__tax_rate"), "placed": _packs(Stage.ORDERED, above_zero=True)}
    sums["accepted"] = _packs(Stage.ACCEPTED, above_zero=True)
    for stage in Stage:
        sums[stage.value] = _packs(stage)
        sums[f"{stage}_tax"] = Sum("ledger_entries__tax_amount", filter=Q(ledger_entries__stage=stage), default=0)
    own = ("pk", "title", "quantity", "unit_price_incl_tax", "line_price_incl_tax")
    facts = {"number": F("order__number"), "state": F("order__purchase_order__status")}
    return _lines().order_by("pk").values(*own, **facts).annotate(**sums, **_events())


def _events():
    sent, signed, claimed = ShipmentLine.objects, AcceptanceLine.objects, ClaimLine.objects
    unfounded = claimed.filter(claim__status__in=Claim.UNFOUNDED, claim__kind=Claim.Kind.ARRIVAL)
    late = claimed.exclude(claim__kind=Claim.Kind.ARRIVAL)
    replaced = signed.exclude(acceptance__shipment__claim=None)
    return {
        "sent": _sum(sent.filter(shipment__claim=None), "quantity"),
        "unsigned": _sum(sent.filter(shipment__claim=None, shipment__acceptance=None), "quantity"),
        "signed": _sum(signed, "accepted"),
        "refused": _sum(signed, F("short") + F("damaged")),
        "replaced": _sum(replaced, "accepted"),
        "arrival_claims": _sum(claimed.filter(claim__kind=Claim.Kind.ARRIVAL), "packs"),
        "unfounded": _sum(unfounded, "packs"),
        "undecided": _sum(late.filter(claim__status__in=Claim.UNDECIDED), "packs"),
        "reshipped": _sum(sent.exclude(shipment__claim=None), "quantity"),
        "to_reship": _sum(claimed.filter(claim__status__in=RESHIPPED), "packs"),
    }


def _sum(rows, packs):
    sums = rows.filter(line=OuterRef("pk")).order_by().values("line").annotate(sum=Sum(packs)).values("sum")
    return Coalesce(Subquery(sums, output_field=IntegerField()), 0)


def _packs(stage, *, above_zero=False):
    wanted = Q(ledger_entries__stage=stage)
    if above_zero:
        wanted &= Q(ledger_entries__quantity__gt=0)
    return Sum("ledger_entries__quantity", filter=wanted, default=0)


def _differences(row):
    ordered, paid, accepted, completed = (row[stage.value] for stage in Stage)
    price, quantity = row["unit_price_incl_tax"], row["quantity"]
    if row["line_price_incl_tax"] != price * quantity:
        yield f"明细金额为 {row['line_price_incl_tax']} 元，按单价 {price} 元 × {quantity} 应为 {price * quantity} 元。"
    again = row["replaced"] + row["unfounded"]
    if row["placed"] != quantity + again:
        counted = f"，另有补发签收和撤回、驳回的售后 {again}" if again else ""
        yield f"订单数量为 {quantity}{counted}，台账下单合计为 {row['placed']}。"
    signed = row["signed"] + row["unfounded"]
    if row["accepted"] != signed:
        yield f"验收单实收 {signed}，台账验收合计为 {row['accepted']}。"
    expected = _expected(row, accepted)
    if ordered != expected:
        yield f"扣除取消、短少、破损和退货后应为 {expected}，台账下单净数量为 {ordered}。"
    if completed != min(paid, accepted):
        yield f"已付 {paid}、已验收 {accepted}，已完成应为 {min(paid, accepted)}，台账为 {completed}。"
    yield from _shipment_differences(row, accepted)
    yield from _tax_differences(row)


def _expected(row, accepted):
    """Return the net packs ordered: those accepted, on their way, and still to send."""
    if row["state"] == Status.CANCELLED:
        return 0
    left = row["quantity"] - row["sent"] if row["state"] in TO_SEND else 0
    return accepted + row["unsigned"] + left


def _shipment_differences(row, accepted):
    quantity, sent = row["quantity"], row["sent"]
    if sent > quantity or (sent and row["state"] in UNSENT):
        yield f"订单数量为 {quantity}，发货单合计却为 {sent}。"
    if row["unsigned"] and row["state"] == Status.ACCEPTED:
        yield f"订单已验收，却有 {row['unsigned']} 件已发的没有验收单。"
    if row["state"] in UNSENT and accepted:
        yield f"订单没有验收，台账验收净数量却为 {accepted}。"
    if row["arrival_claims"] > row["refused"]:
        yield f"验收单短少、破损 {row['refused']}，到货售后却为 {row['arrival_claims']}。"
    if row["reshipped"] > row["to_reship"]:
        yield f"同意补发 {row['to_reship']}，补发的发货单却为 {row['reshipped']}。"
    if row["undecided"] > accepted:
        yield f"已验收净数量为 {accepted}，在办售后却为 {row['undecided']}。"


def _tax_differences(row):
    for stage in Stage:
        packs, tax = row[stage.value], to_fen(row[f"{stage}_tax"])
        expected = tax_in(row["unit_price_incl_tax"] * packs, row["rate"]) if packs else 0
        if tax != expected:
            yield f"{stage.label}税额合计为 {tax} 元，按税率 {row['rate']:.0%} 应为 {expected} 元。"
