"""Claims at every desk: load one with all that its page shows, try a step, answer with the page again."""

from django.core.paginator import Paginator
from django.db.models import Case, When
from django.shortcuts import get_object_or_404
from django.utils import timezone

from ..models import Claim
from .purchase_order_lists import with_details

PAGE_SIZE = 25
STATES = {status.value.lower(): status for status in Claim.Status}
URGENCY = Case(When(status=Claim.Status.OPEN, then=0), When(status__in=Claim.UNDECIDED, then=1), default=2)
LINES = "lines__line__product__dossier"


def get(orders, number, position):
    """Return a claim of one of these purchase orders with all its page shows, or answer 404."""
    purchase_order = get_object_or_404(with_details(orders), order__number=number)
    rows = purchase_order.claims.select_related("acceptance__shipment", "acceptance__by")
    facts = ("moves__by", "moves__photos", LINES, "acceptance__photos", "replacements__lines__line")
    claim = get_object_or_404(rows.prefetch_related(*facts), position=position)
    claim.purchase_order = purchase_order
    return claim


def who(request, claim):
    """Return what every step of a claim needs to know."""
    return {"claim": claim, "by": request.user, "at": timezone.now()}


def page(request, claims, *, state=""):
    """Return what a list of claims needs: the page of rows and the state chosen; the most urgent come first."""
    state = request.GET.get("state", state)
    rows = claims.filter(status=STATES[state]) if state in STATES else claims
    rows = rows.select_related("purchase_order__order", "purchase_order__supplier", "purchase_order__unit")
    rows = rows.prefetch_related(LINES).order_by(URGENCY, "answer_by", "pk")
    return {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "states": [(key, status.label) for key, status in STATES.items()],
        "state": state,
        "now": timezone.now(),
    }
