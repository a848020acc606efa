"""The queue of units that ask to join."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from shop.user.desks import office_desk

from ...buyers import applications
from ...forms.applications import AdmitForm
from ...forms.group_orders import ReasonForm
from ...models import Unit, UnitApplication
from ..member_invitations import link_of

PAGE_SIZE = 50
Status = UnitApplication.Status


@require_GET
@office_desk
def index(request):
    """Those that wait, oldest first; the others by their state."""
    status = request.GET.get("status", Status.SUBMITTED)
    if status not in Status.values:
        status = Status.SUBMITTED
    rows = UnitApplication.objects.filter(status=status).select_related("unit")
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "statuses": Status.choices,
        "status": status,
    }
    return render(request, "office/applications.html", context)


@require_GET
@office_desk
def detail(request, pk):
    return _render(request, _get(pk))


@require_POST
@office_desk
def admit(request, pk):
    application = _get(pk)
    form = AdmitForm(request.POST)
    if form.is_valid():
        try:
            applications.admit(application=application, by=request.user, at=timezone.now(), **form.cleaned_data)
        except applications.IllegalMove as refusal:
            messages.info(request, str(refusal))
            return redirect("office:application", pk)
        except applications.Refused as refusal:
            form.add_error("code" if refusal.field == "code" else None, str(refusal))
        else:
            messages.success(request, f"{application.name}已入驻。申请人打开自己的链接就能看到管理员邀请。")
            return redirect("office:application", pk)
    return _render(request, application, admit_form=form)


@require_POST
@office_desk
def send_back(request, pk):
    application = _get(pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _render(request, application, reason_form=form)
    try:
        applications.send_back(application=application, by=request.user, at=timezone.now(), **form.cleaned_data)
    except applications.Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, "已退回，申请人会看到原因。")
    return redirect("office:application", pk)


def _render(request, application, *, admit_form=None, reason_form=None):
    context = {
        "application": application,
        "moves": application.moves.select_related("by"),
        "admit_form": admit_form or AdmitForm(initial={"parent": _supervisor(application)}),
        "reason_form": reason_form or ReasonForm(),
        "invitation_url": link_of(application.invitation) if _has_open_link(application) else "",
    }
    return render(request, "office/application.html", context, status=400 if admit_form or reason_form else 200)


def _supervisor(application):
    """Return the unit that the applicant names, if it is called exactly so."""
    return Unit.objects.filter(name=application.supervisor).first() if application.supervisor else None


def _has_open_link(application):
    return application.is_admitted and application.invitation.is_open(timezone.now())


def _get(pk):
    return get_object_or_404(UnitApplication.objects.select_related("unit", "invitation"), pk=pk)
