"""Register an offline purchase by form, and every step of it after that."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from shop.produce.models import Region

from ...forms.offline import AttachForm, ClassifyForm, NoteForm, ReasonForm, Registration, initial_of
from ...forms.purchase_orders import first_error
from ...models import OfflineFile, OfflineLine
from ...offline import attachments, classification, references, registrations
from .desks import registrars_only
from .pages import show

FORM = require_http_methods(["GET", "HEAD", "POST"])
INVALID, CONFLICT = 400, 409


@FORM
@registrars_only
def new(request, desk):
    """Register a purchase; with its files it can be handed in at once."""
    form = _form(request, desk)
    status = 200
    if request.method == "POST" and not form.is_adding:
        purchase = form.is_valid() and _register(request, form)
        if purchase:
            return _go(desk, purchase)
        status = INVALID
    return _render_form(request, desk, form, status=status)


def _register(request, form):
    who = {"by": request.user, "at": timezone.now()}
    try:
        purchase = registrations.register(facts=form.facts, is_demo=form.facts.unit.is_demo, **who)
    except registrations.Refused as refusal:
        form.head.add_error("number", str(refusal))
        return None
    if not form.checked:
        messages.info(request, f"已登记 {purchase.number}。请上传发票或收据的文件，再提交核实。")
        return purchase
    try:
        attachments.attach(purchase=purchase, checked=form.checked, **who)
        _submit(request, purchase)
    except registrations.Refused as refusal:
        messages.error(request, f"已登记 {purchase.number}，还没有提交：{refusal}")
    return purchase


@FORM
@registrars_only
def edit(request, desk, number):
    purchase = desk.get(number)
    if not purchase.is_editable:
        messages.info(request, f"这笔线下采购{purchase.get_status_display()}，不能修改。")
        return _go(desk, purchase)
    form = _form(request, desk, purchase)
    status = 200
    if request.method == "POST" and not form.is_adding:
        if form.is_valid():
            try:
                registrations.change(purchase=purchase, facts=form.facts, by=request.user, at=timezone.now())
            except registrations.Refused as refusal:
                form.head.add_error("number", str(refusal))
            else:
                messages.success(request, "已保存。核对后请提交核实。")
                return _go(desk, purchase)
        status = INVALID
    return _render_form(request, desk, form, purchase=purchase, status=status)


def _form(request, desk, purchase=None):
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    own_unit = desk.unit or (purchase.unit if purchase else None)
    facts = {"own_unit": own_unit, "units": desk.units(), "with_files": purchase is None}
    return Registration(*posted, initial=purchase and initial_of(registrations.facts_of(purchase)), **facts)


def _render_form(request, desk, form, *, purchase=None, status):
    context = {
        "desk": desk,
        "unit": desk.unit,
        "form": form,
        "purchase": purchase,
        "places": Region.objects.all(),
        "categories": sorted(set(references.categories().values())),
    }
    return render(request, "offline/form.html", context, status=status)


@require_POST
@registrars_only
def attach(request, desk, number):
    form = AttachForm(request.POST, request.FILES)
    return _step(
        request,
        desk,
        number,
        form,
        lambda purchase, who: attachments.attach(purchase=purchase, checked=form.cleaned_data["files"], **who),
        "文件已上传。",
        attach_form=form,
    )


@require_POST
@registrars_only
def detach(request, desk, number, token):
    purchase = desk.get(number)
    found = get_object_or_404(OfflineFile, proof__purchase=purchase, token=token)
    act = lambda purchase, who: attachments.detach(purchase=purchase, file=found)  # noqa: E731
    return _step(request, desk, number, None, act, "文件已删除。")


@require_POST
@registrars_only
def submit(request, desk, number):
    return _step(request, desk, number, None, lambda purchase, who: _submit(request, purchase), "")


def _submit(request, purchase):
    done = registrations.submit(purchase=purchase, by=request.user, at=timezone.now())
    if done.is_verified:
        messages.success(request, f"{done.number} 与发票逐行相符，已按规则核实，计入台账。")
    else:
        messages.success(request, f"{done.number} 已提交，等协作办核实。")


@require_POST
@registrars_only
def withdraw(request, desk, number):
    """Take a registration back; one that is counted only the office takes back."""
    if desk.get(number).is_verified and not desk.is_office:
        raise PermissionDenied
    form = NoteForm(request.POST, prefix="withdraw")
    return _decide(
        request, desk, number, form, registrations.withdraw, "已撤回，同一凭证可以重新登记。", "withdraw_form"
    )


@require_POST
def verify(request, desk, number):
    form = NoteForm(request.POST, prefix="verify")
    return _decide(request, desk, number, form, registrations.verify, "已核实，计入台账。", "verify_form")


@require_POST
def send_back(request, desk, number):
    form = ReasonForm(request.POST, prefix="return")
    return _decide(request, desk, number, form, registrations.send_back, "已退回，单位会看到原因。", "return_form")


@require_POST
def correct(request, desk, number):
    """Take a counted purchase off the ledger and return a copy of it to be put right."""
    form = ReasonForm(request.POST, prefix="correct")
    done = "已冲销台账，并退回一份待更正的登记。"
    return _decide(request, desk, number, form, registrations.correct, done, "correct_form")


@require_POST
def classify(request, desk, number, position):
    purchase = desk.get(number)
    line = get_object_or_404(OfflineLine, purchase=purchase, position=position)
    form = ClassifyForm(request.POST, categories=references.categories())
    act = lambda purchase, who: classification.classify(  # noqa: E731
        purchase=purchase, line=line, **form.cleaned_data, **who
    )
    return _step(request, desk, number, form, act, "已归类。")


def _decide(request, desk, number, form, act, done, name):
    call = lambda purchase, who: act(purchase=purchase, reason=form.cleaned_data["reason"], **who)  # noqa: E731
    return _step(request, desk, number, form, call, done, **{name: form})


def _step(request, desk, number, form, act, done, **forms):
    """Do one step and say how it went; a second click only gets a friendly word."""
    purchase = desk.get(number)
    if form is not None and not form.is_valid():
        messages.error(request, first_error(form))
        return show(request, desk, purchase, status=INVALID, **forms)
    try:
        after = act(purchase, {"by": request.user, "at": timezone.now()})
    except registrations.Refused as refusal:
        if refusal.is_repeated:
            messages.info(request, str(refusal))
            return _go(desk, purchase)
        messages.error(request, str(refusal))
        return show(request, desk, desk.get(number), status=CONFLICT, **forms)
    if done:
        messages.success(request, done)
    return _go(desk, after or purchase)


def _go(desk, purchase):
    return redirect(desk.url("offline_purchase", purchase.number))
