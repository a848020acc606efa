"""What is on its way between units and suppliers at the end of the year played: transfers and their slips."""

from datetime import timedelta
from io import BytesIO

from PIL import Image, ImageDraw

from procurement.models import PurchaseOrder
from procurement.proofs import files
from shop.payments import payees, remittances, slips, terms

SLIPS = 3
TERMS = (60, 45, None)


def load(cast, until):
    """Let units put orders together and upload slips, through the functions that the pages call."""
    waiting = PurchaseOrder.objects.filter(is_demo=True).exclude(unit=None).to_pay()
    orders = list(waiting.select_related("unit", "supplier__profile", "order").order_by("-placed_at", "pk"))
    _agree(orders, cast, until)
    together = _one_account(orders)
    if len(together) > 1:
        at = until - timedelta(days=2)
        made = remittances.make(unit=together[0].unit, orders=together, by=cast.handler(together[0].unit), at=at)
        _slip(made.orders.all(), cast, until - timedelta(days=1), remittance=made)
    alone = [order for order in orders if order.is_accepted and order not in together]
    for place, order in enumerate(alone[:SLIPS]):
        _slip([order], cast, until - timedelta(days=place + 1))


def _agree(orders, cast, until):
    """Agree on terms with a few suppliers; the last proposal still waits."""
    pairs = {(order.unit_id, order.supplier_id): order for order in orders}
    for place, order in enumerate(list(pairs.values())[: len(TERMS) + 1]):
        days, at = TERMS[place % len(TERMS)], until - timedelta(days=5)
        facts = {"unit": order.unit, "supplier": order.supplier, "by_supplier": True, "by": cast.seller(order)}
        made = terms.propose(days=days, at=at, **facts)
        if place < len(TERMS):
            terms.answer(terms=made, is_agreed=True, by=cast.handler(order.unit), at=at)


def _one_account(orders):
    """Return orders of one unit at several suppliers with one account."""
    grouped = {}
    for order in orders:
        grouped.setdefault((order.unit_id, payees.of(order.supplier).key), []).append(order)
    return max(grouped.values(), key=lambda group: len({order.supplier_id for order in group}), default=[])


def _slip(orders, cast, at, remittance=None):
    orders = list(PurchaseOrder.objects.filter(pk__in=[order.pk for order in orders]).with_money().order_by("pk"))
    amount, first = remittances.outstanding(orders), orders[0]
    checked = files.check("银行回单.png", _picture(f"{amount} CNY", remittance or remittances.reference_of(first)))
    facts = {"amount": amount, "serial": f"YSHD{first.pk:08d}", "paid_on": at.date(), "remittance": remittance}
    slips.upload(orders=orders, checked=checked, by=cast.handler(first.unit), at=at, **facts)


def _picture(*words):
    """Return a picture that says it is no slip of a bank."""
    image = Image.new("RGB", (720, 360), "#fdfaf2")
    draw = ImageDraw.Draw(image)
    draw.rectangle((16, 16, 704, 344), outline="#1e6b52", width=3)
    for place, text in enumerate(("DEMO BANK SLIP", *map(str, words))):
        draw.text((48, 60 + place * 80), text, fill="#1f2a2e", font_size=40)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
