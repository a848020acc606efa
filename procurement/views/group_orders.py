"""Group orders of a unit: the list, the page of one, and its pick list."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shop.produce.money import ZERO
from shop.user.desks import unit_desk

from ..collection import (
    approvals,
    decisions,
    distribution,
    freight,
    overall,
    pledge_changes,
    progress,
    receipts,
    redistribution,
    stations,
)
from ..forms.group_orders import ApprovalForm, DeadlineForm, ReasonForm, RemarkForm, default_deadline
from ..forms.standing_orders import CopyForm
from ..models import GroupOrder
from . import group_order_approval, links

PAGE_SIZE = 30


@require_safe
@unit_desk
def index(request, unit):
    """All group orders of the unit, newest first; of one status or about some words if asked."""
    status, words = request.GET.get("status", ""), request.GET.get("words", "").strip()
    rows = unit.group_orders.with_joined().select_related("handler").order_by("-created_at", "-pk")
    if status in GroupOrder.Status.values:
        rows = rows.filter(status=status)
    if words:
        rows = rows.about(words)
    if mine := request.GET.get("mine", "") == "1":
        waiting = approvals.waiting_for(request.user, timezone.now())
        rows = rows.filter(pk__in=[row.pk for row in waiting])
    context = {
        "unit": unit,
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "status": status,
        "words": words,
        "mine": mine,
        "statuses": GroupOrder.Status.choices,
        "can_handle": request.user.has_perm("procurement.handle", unit),
    }
    return render(request, "unit/group_orders.html", context)


@require_safe
@unit_desk
def detail(request, unit, number):
    """One group order: where it stands, how far each product is, and the steps this person may take."""
    return render_detail(request, get_group_order(unit, number))


def render_detail(request, group_order, *, status=200):
    """Answer with a group order's page; ``status`` tells that a step was refused."""
    can_handle = request.user.has_perm("procurement.handle", group_order)
    can_approve = request.user.has_perm("procurement.approve", group_order)
    moves = list(group_order.moves.select_related("by"))
    purchase_orders = list(group_order.purchase_orders.select_related("order", "supplier").with_money().order_by("pk"))
    context = {
        "unit": group_order.unit,
        "group_order": group_order,
        "stations": stations.of(group_order),
        "moves": moves,
        "last_step": next((move for move in reversed(moves) if not move.is_remark), None),
        "purchase_orders": purchase_orders,
        "due_amount": sum((row.due for row in purchase_orders), ZERO),
        "can_handle": can_handle,
        "can_approve": can_approve,
        "is_collecting": group_order.is_collecting(timezone.now()),
        **(goods := _goods(group_order)),
        **_people(group_order, goods["rows"], can_handle),
        **_sharing(group_order),
        **_forms(moves),
        **group_order_approval.context(group_order, request.user, timezone.now()),
    }
    return render(request, "unit/group_order.html", context, status=status)


@require_safe
@unit_desk
def pick_list(request, unit, number):
    """Who gets what, department by department, to print and sign."""
    group_order = get_group_order(unit, number)
    if not request.user.has_perm("procurement.accept", group_order):
        require(request.user, "procurement.handle", group_order)
    context = {"unit": unit, "group_order": group_order, "departments": distribution.by_department(group_order)}
    if group_order.is_placed:
        context["must_share_out"] = redistribution.is_missing(group_order)
        context["arrival_words"] = redistribution.words(group_order)
    return render(request, "unit/pick_list.html", context | {"top_ups": distribution.top_ups(group_order)})


def get_group_order(unit, number):
    return get_object_or_404(unit.group_orders.select_related("unit", "handler", "copied_from"), number=number)


def require(user, permission, thing):
    """Answer 403 to a person of the unit who lacks the role."""
    if not user.has_perm(permission, thing):
        raise PermissionDenied


def _goods(group_order):
    """Return how far each product is, and of those that ask for a decision before they are ordered, the ways out."""
    rows = progress.of(group_order)
    ways = [decisions.Choices(row) for row in rows] if group_order.is_before_placing else []
    return {
        "rows": rows,
        "problems": [way for way in ways if way.row.problem],
        "changed": [way for way in ways if way.differences],
        "cheaper": [way for way in ways if way.lower_price],
        "shortages": [way for way in ways if way.row.stock_sentence],
        "total_amount": progress.total_amount(rows),
        "freight_amount": freight.total(group_order),
        "overall": overall.sentence(group_order, packs := progress.total_packs(rows)),
        "missing_in_all": overall.missing(group_order, packs),
        "must_decide_minimum": overall.must_decide(group_order, packs),
    }


def _people(group_order, rows, can_handle):
    """Return how many take part, and for the handler who they are, what they get and who changed what."""
    joined = group_order.participants.filter(withdrawn_at=None).count()
    if not can_handle:
        return {"joined": joined}
    people = group_order.participants.prefetch_related("pledges__steps")
    participants = [(person, receipts.choices(person, rows)) for person in people]
    return {
        "joined": joined,
        "participants": participants,
        "over_budget": receipts.over_budget(group_order, participants),
        "pledge_changes": pledge_changes.of_group_order(group_order),
    }


def _sharing(group_order):
    """Return the address that colleagues open, and its QR code to scan."""
    if not group_order.is_open:
        return {}
    return {"join_url": links.join(group_order), "qr": links.qr(group_order).svg_data_uri(scale=4, border=2)}


def _forms(moves):
    return {
        "deadline_form": DeadlineForm(initial={"deadline_at": default_deadline(timezone.now())}),
        "reason_form": ReasonForm(),
        "remark_form": RemarkForm(),
        "copy_form": CopyForm(),
        "approval_form": ApprovalForm(initial={"seen": max((move.pk for move in moves), default=0)}),
    }
