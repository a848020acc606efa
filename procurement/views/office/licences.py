"""Licences that wait for the office, and those that end."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from shop.user.desks import office_desk

from ...forms.group_orders import ReasonForm
from ...models import Licence
from ...moves import Refused
from ...sellers import licences
from . import suppliers

PAGE_SIZE = 50
STATES = {"waiting": "待确认", "expiring": "快到期和已到期", "expired": "已到期"}


@require_GET
@office_desk
def index(request):
    state = request.GET.get("state", "waiting")
    if state not in STATES:
        state = "waiting"
    today = timezone.localdate()
    found = {"expiring": Licence.objects.expiring, "expired": Licence.objects.expired}
    rows = found[state](today) if state in found else Licence.objects.waiting()
    rows = rows.select_related("supplier").order_by("at" if state == "waiting" else "expires_on", "pk")
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "states": STATES.items(),
        "state": state,
        "today": today,
    }
    return render(request, "office/licences.html", context)


@require_POST
@office_desk
def confirm(request, code, pk):
    """Let a renewal count."""
    licence = _get(code, pk)
    try:
        licences.confirm(licence=licence, by=request.user, at=timezone.now())
    except Refused as refusal:
        (messages.info if refusal.is_repeated else messages.error)(request, str(refusal))
    else:
        messages.success(request, f"{licence.name}已确认。")
    return redirect("office:supplier", code)


@require_POST
@office_desk
def send_back(request, code, pk):
    """Return a renewal to its supplier."""
    return _with_reason(request, licences.send_back, code, pk, "已退回，供应商会看到原因。")


@require_POST
@office_desk
def retire(request, code, pk):
    """Let a licence count no longer that its supplier does without."""
    return _with_reason(request, licences.retire, code, pk, "不再计入，到期也不影响供货。")


def _with_reason(request, act, code, pk, done):
    licence = _get(code, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请写明原因。")
        return redirect("office:supplier", code)
    try:
        act(licence=licence, by=request.user, at=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, f"{licence.name}{done}")
    return redirect("office:supplier", code)


def _get(code, pk):
    return get_object_or_404(suppliers.get(code).licences.select_related("supplier"), pk=pk)
