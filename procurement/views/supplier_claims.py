"""A supplier's claims: see what is wrong, send anew, agree not to be paid, or say no with the reason."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from shop.user.desks import supplier_desk

from ..delivery import claims as domain
from ..forms.claims import AgreeForm, HandOverForm, ReasonForm, ReshipForm
from ..models import Claim, PurchaseOrder
from . import claims
from .attempts import attempt


@require_GET
@supplier_desk
def index(request, partner):
    """All claims, or those of one state; those to answer first."""
    context = claims.page(request, Claim.objects.of_supplier(partner))
    return render(request, "supplier/claims.html", {"partner": partner, **context})


@require_GET
@supplier_desk
def detail(request, partner, number, position):
    return _show(request, partner, _get(partner, number, position))


@require_POST
@supplier_desk
def refund(request, partner, number, position):
    claim, form = _get(partner, number, position), AgreeForm(request.POST)
    done = "已同意扣款，这部分货款不再收取；已收的请退给买方。"
    status = _try(request, form, domain.refund, claim, done)
    return _answer(request, partner, claim, status, agree_form=form)


@require_POST
@supplier_desk
def reship(request, partner, number, position):
    claim = _get(partner, number, position)
    form = _reship_form(claim, request.POST)
    status = _try(request, form, domain.reship, claim, "已登记补发，买方签收后照常计价。")
    return _answer(request, partner, claim, status, reship_form=form)


@require_POST
@supplier_desk
def reject(request, partner, number, position):
    claim, form = _get(partner, number, position), ReasonForm(request.POST, request.FILES)
    status = _try(request, form, domain.reject, claim, "已答复不同意。买方可以请协作办裁定。")
    return _answer(request, partner, claim, status, reject_form=form)


@require_POST
@supplier_desk
def hand_over(request, partner, number, position):
    claim, form = _get(partner, number, position), HandOverForm(request.POST, request.FILES)
    facts = {"by_supplier": True}
    status = _try(request, form, domain.hand_over, claim, "已提交协作办裁定。", **facts)
    return _answer(request, partner, claim, status, hand_over_form=form)


def _try(request, form, act, claim, done, **facts):
    return attempt(request, form, lambda: act(**claims.who(request, claim), **form.facts(), **facts), done)


def _answer(request, partner, claim, status, **form):
    number, position = claim.purchase_order.number, claim.position
    if status:
        return _show(request, partner, _get(partner, number, position), status, **form)
    return redirect("supplier:claim", partner.code, number, position)


def _show(request, partner, claim, status=200, **forms):
    now = timezone.now()
    context = {
        "partner": partner,
        "claim": claim,
        "purchase_order": claim.purchase_order,
        "now": now,
        "may_hand_over": claim.is_rejected and claim.is_late(now),
        "agree_form": AgreeForm(),
        "reship_form": _reship_form(claim),
        "reject_form": ReasonForm(),
        "hand_over_form": HandOverForm(),
        **forms,
    }
    return render(request, "supplier/claim.html", context, status=status)


def _reship_form(claim, data=None):
    rows = claim.lines.all()
    return ReshipForm(data, lines=[row.line for row in rows], most={row.line_id: row.packs for row in rows})


def _get(partner, number, position):
    return claims.get(PurchaseOrder.objects.of_supplier(partner), number, position)
