"""What the county office is reminded of: how much waits in each of its queues, once a day."""

from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import localtime

from shop.inbox.kinds import Kind
from shop.produce.models import ListingRequest

from ..messages import people
from ..models import BankChange, Claim, Licence, SupplierApplication, UnitApplication

PATIENCE = timedelta(days=1)


def queues(at):
    """Yield each queue in which something has been waiting for a day."""
    before = at - PATIENCE
    applications = UnitApplication.objects.filter(status=UnitApplication.Status.SUBMITTED, submitted_at__lt=before)
    suppliers = SupplierApplication.objects.filter(status=SupplierApplication.Status.SUBMITTED, submitted_at__lt=before)
    accounts = BankChange.objects.filter(status=BankChange.Status.WAITING, asked_at__lt=before)
    disputed = Claim.objects.disputed().exclude(moves__at__gte=before)
    listings = ListingRequest.objects.waiting().filter(asked_at__lt=before)
    for name, rows, page in (
        ("入驻申请", applications, "office:applications"),
        ("供货商申请", suppliers, "office:supplier_applications"),
        ("待确认的证照", Licence.objects.waiting().filter(at__lt=before), "office:licences"),
        ("待确认的收款账户", accounts, "office:suppliers"),
        ("售后争议", disputed, "office:claims"),
        ("上架与涨价", listings, "listing:queue"),
    ):
        number = rows.count()
        if number:
            once = f"queue {page} {localtime(at):%Y-%m-%d}"
            link = reverse(page)
            yield {"kind": Kind.QUEUE, "people": people.office(), "link": link, "once": once} | {
                "name": name,
                "number": number,
            }
