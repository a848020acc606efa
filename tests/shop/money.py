"""Orders to pay, placed the way the site places them, and the files people send."""

from datetime import timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from procurement.delivery import purchase_orders
from procurement.models import Channel, FundSource

ADDRESS = purchase_orders.Address(name="收货人", mobile="13800001234", street="人民路 1 号")


def order(product, packs, *, by, unit=None, number="P1", days_ago=10):
    """Return an order of one product at its price, placed some days ago."""
    record = product.stockrecords.get()
    return purchase_orders.place(
        number=number,
        wanted=[purchase_orders.Wanted(record, packs, record.price)],
        address=ADDRESS,
        channel=Channel.GROUP if unit else Channel.PUBLIC,
        fund_source=FundSource.UNION,
        by=by,
        at=timezone.now() - timedelta(days=days_ago),
        unit=unit,
    )[0]


def accept(purchase_order, *, by, days_ago=0):
    """Ship an order and sign for all of it."""
    at = timezone.now() - timedelta(days=days_ago)
    purchase_orders.ship(purchase_order=purchase_order, carrier="顺丰", waybill="SF1", by=by, at=at)
    purchase_orders.accept(purchase_order=purchase_order, refused={}, by=by, at=at)


def picture(shade=90, name="回单.png"):
    """Return an uploaded picture; another shade is another picture."""
    out = BytesIO()
    Image.new("RGB", (60, 40), (shade, shade, shade)).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")
