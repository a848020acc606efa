"""A few offline purchases in every state, with made-up receipts and invoices."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

from oscar.core.loading import get_model
from PIL import Image, ImageDraw

from procurement.models import FundSource, OfflineChannel, ProofKind
from procurement.offline import attachments, registrations
from procurement.offline.facts import Goods, Purchase
from procurement.proofs import files
from shop.produce.money import tax_in

from .. import people

Product = get_model("catalogue", "Product")
Channel = OfflineChannel
DRAFT, WAITING, RETURNED, VERIFIED, WITHDRAWN = "draft waiting returned verified withdrawn".split()


@dataclass(frozen=True)
class Told:
    """One purchase: of which unit (its place in the list), how many days ago, where, how many packs, what became."""

    unit: int
    days: int
    channel: str
    packs: int
    fate: str
    is_known: bool = True


PURCHASES = (
    Told(0, 210, Channel.FAIR, 40, VERIFIED),
    Told(3, 170, Channel.PLATFORM_832, 60, VERIFIED),
    Told(5, 120, Channel.COUNTER, 15, VERIFIED),
    Told(8, 90, Channel.WHOLESALE, 80, VERIFIED),
    Told(0, 60, Channel.OFFLINE_DIRECT, 30, VERIFIED),
    Told(2, 45, Channel.FAIR, 12, WITHDRAWN),
    Told(0, 20, Channel.FAIR, 25, RETURNED),
    Told(4, 12, Channel.PLATFORM_832, 20, WAITING),
    Told(0, 9, Channel.FAIR, 18, WAITING, is_known=False),
    Told(0, 3, Channel.COUNTER, 10, DRAFT),
)


def load(cast, until):
    """Register the purchases through the functions that the pages call."""
    products = Product.objects.filter(is_public=True).exclude(dossier=None).order_by("pk")
    products = list(products.select_related("dossier__region", "dossier__county").prefetch_related("stockrecords"))
    officer = people.by_number()[people.OFFICE]
    for place, told in enumerate(PURCHASES):
        product = products[place * 7 % len(products)]
        _live(place, told, product, cast, officer, until)


def _live(place, told, product, cast, officer, until):
    unit = cast.units[told.unit % len(cast.units)]
    bought = until - timedelta(days=told.days)
    by, at = cast.handler(unit), min(until, bought + timedelta(days=2))
    facts = _facts(place, told, unit, product, bought.date())
    purchase = registrations.register(facts=facts, by=by, at=at, is_demo=True)
    if told.fate == DRAFT:
        return
    checked = [files.check("发票照片.png", _picture(place))]
    attachments.attach(purchase=purchase, checked=checked, by=by, at=at)
    purchase = registrations.submit(purchase=purchase, by=by, at=at)
    who = {"purchase": purchase, "by": officer, "at": min(until, at + timedelta(days=1))}
    if told.fate == VERIFIED:
        registrations.verify(reason="照片清晰，金额相符", **who)
    elif told.fate == RETURNED:
        registrations.send_back(reason="照片上的数量与登记的不同，请核对", **who)
    elif told.fate == WITHDRAWN:
        registrations.withdraw(**{**who, "by": by}, reason="已改在本站下单")


def _facts(place, told, unit, product, day):
    dossier, record = product.dossier, product.stockrecords.all()[0]
    amount = Decimal(record.price) * told.packs
    tax = tax_in(amount, dossier.tax_rate)
    one = Goods(
        product_name=product.title if told.is_known else "农家土蜂蜜 散装",
        product=product if told.is_known else None,
        supplier=record.partner if told.is_known else None,
        supplier_name=record.partner.name if told.is_known else "展销会摊位（演示）",
        region=dossier.region,
        county=dossier.county,
        spec=dossier.spec if told.is_known else "",
        quantity=Decimal(told.packs),
        measure_unit=dossier.unit,
        untaxed_amount=amount - tax,
        tax_amount=tax,
        amount=amount,
    )
    return Purchase(
        unit=unit,
        fund_source=FundSource.UNION,
        channel=told.channel,
        purchased_on=day,
        kind=ProofKind.INVOICE.value,
        number=f"99{place:018d}",
        seller_name=one.supplier_name,
        issued_on=day,
        note="演示",
        goods=[one],
    )


def _picture(place):
    """Return a picture that says it is no invoice."""
    image = Image.new("RGB", (640, 420), "#fdfaf2")
    draw = ImageDraw.Draw(image)
    draw.rectangle((20, 20, 620, 400), outline="#b3261e", width=4)
    draw.text((60, 180), f"DEMO {place + 1:02d}", fill="#b3261e", font_size=60)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
