"""What waits for the county office today."""

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils.timezone import localdate

from shop.produce.models import ListingRequest

from ..models import BankChange, Claim, Licence, OfflinePurchase, SupplierApplication, UnitApplication
from .tasks import Task, end_of, oldest, ranked, within

DAYS = 2
SOURCES = []


def register(source):
    """Add a source of a layer above: called with the moment, it yields tasks."""
    if source not in SOURCES:
        SOURCES.append(source)


def of(at):
    """Return the office's tasks, the most urgent first; a constant number of queries."""
    return ranked([*_queues(at), *_suppliers(at), *(task for source in SOURCES for task in source(at))])


def _queues(at):
    offline = OfflinePurchase.objects.waiting()
    offline = offline if settings.DEMO else offline.filter(is_demo=False)
    disputed = Claim.objects.disputed().annotate(disputed_at=Max("moves__at"))
    applications = UnitApplication.objects.filter(status=UnitApplication.Status.SUBMITTED)
    for title, step, page, query, found, measure in (
        ("售后争议", "去裁定", "office:claims", "state=disputed", oldest(disputed, "disputed_at"), "笔"),
        (
            "单位入驻申请",
            "去审核",
            "office:applications",
            "status=SUBMITTED",
            oldest(applications, "submitted_at"),
            "份",
        ),
        ("上架与涨价", "去审核", "listing:queue", "state=WAITING", oldest(_listings(), "asked_at"), "项"),
        (
            "线下凭证待核实",
            "去核实",
            "office:offline_purchases",
            "status=SUBMITTED",
            oldest(offline, "submitted_at"),
            "笔",
        ),
    ):
        due_at = within(found["since"], DAYS)
        yield Task(title, step, f"{reverse(page)}?{query}", at=at, due_at=due_at, measure=measure, **found)


def _suppliers(at):
    """Yield who asks to sell here, and what is to be looked at of those who do."""
    applications = SupplierApplication.objects.filter(status=SupplierApplication.Status.SUBMITTED)
    changes = BankChange.objects.filter(status=BankChange.Status.WAITING)
    for title, step, page, found, measure in (
        (
            "供货商申请",
            "去审核",
            reverse("office:supplier_applications") + "?status=SUBMITTED",
            oldest(applications, "submitted_at"),
            "份",
        ),
        (
            "证照待确认",
            "去核对",
            reverse("office:licences") + "?state=waiting",
            oldest(Licence.objects.waiting(), "at"),
            "张",
        ),
        (
            "收款账户待确认",
            "去核实",
            reverse("office:suppliers") + "?state=account",
            oldest(changes, "asked_at"),
            "项",
        ),
    ):
        due_at = within(found["since"], DAYS)
        yield Task(title, step, page, at=at, due_at=due_at, measure=measure, **found)
    near = Licence.objects.expiring(localdate(at))
    found = oldest(near, "expires_on")
    url = reverse("office:licences") + "?state=expiring"
    yield Task("供应商证照快到期", "去看看", url, found["count"], at, due_at=end_of(found["since"]))


def _listings():
    return ListingRequest.objects.waiting()
