"""A unit's claims: ask for goods or money, hand a claim to the office, take it back."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shop.user.desks import unit_desk

from ..delivery import claims as domain
from ..forms.claims import HandOverForm, OpenClaimForm, WithdrawForm
from ..models import Acceptance, Claim
from . import claims
from .attempts import attempt


@require_GET
@unit_desk
def detail(request, unit, number, position):
    return _show(request, unit, claims.get(unit.purchase_orders.all(), number, position))


@require_http_methods(["GET", "POST"])
@unit_desk
def new(request, unit, number, position):
    """Claim packs of one shipment that was signed for."""
    acceptance = _get_acceptance(unit, number, position)
    _require(request.user, acceptance.purchase_order)
    now = timezone.now()
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = open_form(acceptance, now, *posted)
    status, opened = 200, []
    if posted:
        facts = {"acceptance": acceptance, "by": request.user, "at": now}
        act = lambda: opened.append(domain.open_claim(**facts, **form.facts()))  # noqa: E731
        status = attempt(request, form, act, "已提交，供应商须在期限内答复。")
    if not status:
        return _opened(unit, number, opened)
    last_day = max(domain.last_day(acceptance, kind) for kind in domain.LATER)
    context = {"unit": unit, "acceptance": acceptance, "form": form, "last_day": last_day, "now": now}
    return render(request, "unit/claim_new.html", context, status=status)


@require_POST
@unit_desk
def hand_over(request, unit, number, position):
    form = HandOverForm(request.POST, request.FILES)
    return _step(request, unit, number, position, domain.hand_over, "已提交协作办裁定。", hand_over_form=form)


@require_POST
@unit_desk
def withdraw(request, unit, number, position):
    form = WithdrawForm(request.POST)
    return _step(request, unit, number, position, domain.withdraw, "已撤回。", withdraw_form=form)


def _step(request, unit, number, position, act, done, **forms):
    claim = claims.get(unit.purchase_orders.all(), number, position)
    _require(request.user, claim.purchase_order)
    form = next(iter(forms.values()))
    status = attempt(request, form, lambda: act(**claims.who(request, claim), **form.facts()), done)
    if status:
        return _show(request, unit, claims.get(unit.purchase_orders.all(), number, position), status, **forms)
    return redirect("unit:claim", unit.code, number, position)


def _show(request, unit, claim, status=200, **forms):
    now, may_claim = timezone.now(), may_act(request.user, claim.purchase_order)
    context = {
        "unit": unit,
        "claim": claim,
        "purchase_order": claim.purchase_order,
        "now": now,
        "may_hand_over": may_claim and (claim.is_rejected or (claim.is_open and claim.is_late(now))),
        "may_withdraw": may_claim and claim.is_undecided,
        "hand_over_form": HandOverForm(),
        "withdraw_form": WithdrawForm(),
        **forms,
    }
    return render(request, "unit/claim.html", context, status=status)


def may_act(user, purchase_order):
    """Tell whether a person may claim for the buyer: those who sign for goods, and those who handle the purchase."""
    return user.has_perm("procurement.accept", purchase_order) or user.has_perm("procurement.handle", purchase_order)


def _require(user, purchase_order):
    if not may_act(user, purchase_order):
        raise PermissionDenied


def open_form(acceptance, now, *posted):
    """Return the form to claim packs of one acceptance, with the kinds that are still in time."""
    packs = domain.claimable_packs(acceptance)
    lines = [row.line for row in acceptance.lines.select_related("line__product__dossier")]
    kinds = [kind for kind in domain.LATER if now <= domain.last_day(acceptance, kind)]
    if not any(domain.is_returnable(line) for line in lines):
        kinds = [kind for kind in kinds if kind != Claim.Kind.RETURN]
    return OpenClaimForm(*posted, lines=lines, most=packs, claim_kinds=kinds)


def _opened(unit, number, opened):
    if opened:
        return redirect("unit:claim", unit.code, number, opened[0].position)
    return redirect("unit:purchase_order", unit.code, number)


def _get_acceptance(unit, number, position):
    rows = Acceptance.objects.select_related("purchase_order__order", "purchase_order__supplier", "shipment")
    facts = {"purchase_order__unit": unit, "purchase_order__order__number": number, "shipment__position": position}
    return get_object_or_404(rows, **facts)


def claimable(purchase_order, now):
    """Return the shipments signed for so lately that their goods may still be claimed."""
    signed = [shipment for shipment in purchase_order.shipments.all() if shipment.is_signed]
    return [row for row in signed if any(now <= domain.last_day(row.receipt, kind) for kind in domain.LATER)]
