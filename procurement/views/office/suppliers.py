"""The county's suppliers as the office keeps them: the list, one supplier, when it may sell."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from oscar.core.loading import get_model

from shop.user.desks import office_desk

from ...forms.group_orders import ReasonForm
from ...models import BankChange, Licence, SupplierApplication, SupplierPause
from ...moves import Refused
from ...sellers import pauses, staff

Partner = get_model("partner", "Partner")
PAGE_SIZE, NEWEST, MAX_WORDS = 50, 20, 60
STATES = (("", "全部"), ("paused", "暂停供货"), ("account", "账户待确认"))
OFFICE = SupplierPause.Cause.OFFICE


@require_GET
@office_desk
def index(request):
    words = request.GET.get("words", "").replace("\0", "").strip()[:MAX_WORDS]
    state = request.GET.get("state", "")
    rows = Partner.objects.select_related("profile__region", "paused").exclude(profile=None)
    rows = rows.filter(Q(name__icontains=words) | Q(code__icontains=words) | Q(profile__credit_code__icontains=words))
    if state == "paused":
        rows = rows.exclude(paused=None)
    if state == "account":
        rows = rows.filter(bank_changes__status=BankChange.Status.WAITING)
    on_sale = Count("stockrecords", filter=Q(stockrecords__product__is_public=True))
    rows = rows.annotate(on_sale=on_sale).order_by("code")
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "words": words,
        "state": state,
        "states": STATES,
        "applications": SupplierApplication.objects.filter(status=SupplierApplication.Status.SUBMITTED).count(),
        "licences": Licence.objects.waiting().count(),
    }
    return render(request, "office/suppliers.html", context)


@require_GET
@office_desk
def detail(request, code):
    """One supplier: what it is, its licences and people, what was done to it."""
    return _render(request, get(code))


@require_POST
@office_desk
def pause(request, code):
    """Take all its goods off sale, with a reason that it reads."""
    supplier = get(code)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _render(request, supplier, form)
    try:
        facts = {"by": request.user, "at": timezone.now(), "reason": form.cleaned_data["reason"]}
        pauses.begin(supplier=supplier, cause=OFFICE, **facts)
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, f"{supplier.name}已暂停供货，商品已全部下架。")
    return redirect("office:supplier", code)


@require_POST
@office_desk
def resume(request, code):
    supplier = get(code)
    if pauses.end(supplier=supplier, cause=OFFICE, by=request.user, at=timezone.now()):
        messages.success(request, f"{supplier.name}的暂停已解除。")
    else:
        messages.info(request, "这家供应商没有被协作办暂停，没有重复办理。")
    return redirect("office:supplier", code)


def get(code):
    """Return a supplier by its code, or answer 404."""
    rows = Partner.objects.select_related("profile__region", "paused").exclude(profile=None)
    return get_object_or_404(rows, code=code)


def _render(request, supplier, form=None):
    standing = list(supplier.pauses.filter(ended_at=None).select_related("by"))
    context = {
        "supplier": supplier,
        "profile": supplier.profile,
        "pauses": standing,
        "is_paused_by_office": any(row.cause == OFFICE for row in standing),
        "licences": supplier.licences.select_related("supplier").prefetch_related("files"),
        "today": timezone.localdate(),
        "people": staff.people(supplier),
        "change": supplier.bank_changes.filter(status=BankChange.Status.WAITING).select_related("asked_by").first(),
        "records": supplier.records.select_related("by")[:NEWEST],
        "form": form or ReasonForm(),
        "product_count": supplier.stockrecords.count(),
        "on_sale_count": supplier.stockrecords.filter(product__is_public=True).count(),
    }
    return render(request, "office/supplier.html", context, status=400 if form else 200)
