"""Terms of payment: what holds with each counterpart, proposals made, and the answers to them."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from oscar.core.loading import get_model

from procurement.models import Unit
from procurement.moves import Refused
from shop.user.desks import supplier_desk, unit_desk

from .. import terms
from ..forms import TermsForm
from ..models import PaymentTerms
from ..models.terms import DEFAULT_DAYS, words_of

Partner = get_model("partner", "Partner")


@dataclass(frozen=True)
class Side:
    """One side of agreements, and whether this person may speak for it."""

    unit: Unit | None
    partner: object
    may_answer: bool

    @property
    def is_supplier(self):
        return self.unit is None

    @property
    def label(self):
        return "采购单位" if self.is_supplier else "供应商"

    def counterparts(self):
        """Return those with whom this side has had an order, by name."""
        if self.is_supplier:
            return Unit.objects.filter(purchase_orders__supplier=self.partner).distinct().order_by("name")
        return Partner.objects.filter(purchase_orders__unit=self.unit).distinct().order_by("name")

    def agreements(self):
        return PaymentTerms.objects.filter(**{"supplier": self.partner} if self.is_supplier else {"unit": self.unit})

    def pair(self, other):
        """Return unit and supplier as keywords."""
        return {"unit": other if self.is_supplier else self.unit, "supplier": self.partner or other}

    def url(self, name, *arguments):
        space, code = (
            ("supplier_payments", self.partner.code) if self.is_supplier else ("unit_payments", self.unit.code)
        )
        return reverse(f"{space}:{name}", args=[code, *arguments])

    def link_for(self, other):
        """Return the page where the other side answers."""
        if self.is_supplier:
            return reverse("unit_payments:terms", args=[other.code])
        return reverse("supplier_payments:terms", args=[other.code])


def at_unit(view):
    @unit_desk
    def with_side(request, unit, **kwargs):
        return view(request, Side(unit, None, request.user.has_perm("procurement.handle", unit)), **kwargs)

    return with_side


def at_supplier(view):
    @supplier_desk
    def with_side(request, partner, **kwargs):
        return view(request, Side(None, partner, True), **kwargs)

    return with_side


@require_GET
def index(request, side):
    return show(request, side)


def show(request, side, *, form=None, status=200):
    """Render what holds with each counterpart and what waits for an answer."""
    agreed, proposed = {}, {}
    for row in side.agreements().select_related("proposed_by").order_by("agreed_at", "pk"):
        key = row.unit_id if side.is_supplier else row.supplier_id
        if row.agreed_at:
            agreed[key] = row
        elif not row.declined_at:
            proposed[key] = row
    rows = [(other, agreed.get(other.pk), proposed.get(other.pk)) for other in side.counterparts()]
    context = {
        "side": side,
        "unit": side.unit,
        "partner": side.partner,
        "rows": rows,
        "default": words_of(DEFAULT_DAYS),
        "form": form or TermsForm(initial={"days": DEFAULT_DAYS}, others=[other for other, _, _ in rows]),
    }
    return render(request, "payments/terms.html", context, status=status)


@require_POST
def propose(request, side):
    _require(side)
    others = {other.code: other for other in side.counterparts()}
    form = TermsForm(request.POST, others=others.values())
    if not form.is_valid():
        return show(request, side, form=form, status=400)
    other = others[form.cleaned_data["other"]]
    facts = {
        "days": form.agreed_days(),
        "by_supplier": side.is_supplier,
        "link": side.link_for(other),
        **side.pair(other),
    }
    try:
        terms.propose(by=request.user, at=timezone.now(), **facts)
    except Refused as refusal:
        form.add_error("days", str(refusal))
        return show(request, side, form=form, status=409)
    messages.success(request, "已提出，对方会收到消息；同意之后下的订单按它到期。")
    return redirect(side.url("terms"))


@require_POST
def answer(request, side, pk):
    """Agree to what the other side proposed, or decline it."""
    _require(side)
    found = get_object_or_404(side.agreements(), pk=pk)
    if found.by_supplier == side.is_supplier:
        raise Http404
    is_agreed = request.POST.get("answer") == "agree"
    try:
        terms.answer(terms=found, is_agreed=is_agreed, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, "已同意，之后下的订单按它到期。" if is_agreed else "已谢绝，仍按原来的账期。")
    return redirect(side.url("terms"))


def _require(side):
    if not side.may_answer:
        raise PermissionDenied
