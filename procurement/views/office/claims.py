"""Disputes that buyers or suppliers handed to the county office, and its decisions."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from shop.user.desks import office_desk

from ...delivery import claims as domain
from ...forms.claims import DecideForm
from ...models import Claim, PurchaseOrder
from .. import claims
from ..attempts import attempt

DECISIONS = {"uphold": domain.uphold, "dismiss": domain.dismiss}


@require_GET
@office_desk
def index(request):
    """Disputes to decide, or the claims of another state."""
    rows = Claim.objects.all() if settings.DEMO else Claim.objects.filter(purchase_order__is_demo=False)
    return render(request, "office/claims.html", claims.page(request, rows, state="disputed"))


@require_GET
@office_desk
def detail(request, number, position):
    return _show(request, number, position)


@require_POST
@office_desk
def decide(request, number, position):
    claim, form = _get(number, position), DecideForm(request.POST)

    def act():
        facts = {"words": form.cleaned_data["words"]}
        DECISIONS[form.cleaned_data["decision"]](**claims.who(request, claim), **facts)

    status = attempt(request, form, act, "已裁定，双方都能看到理由。")
    if status:
        return _show(request, number, position, status, form=form)
    return redirect("office:claim", number, position)


def _show(request, number, position, status=200, form=None):
    claim = _get(number, position)
    context = {"claim": claim, "purchase_order": claim.purchase_order, "form": form or DecideForm()}
    return render(request, "office/claim.html", context, status=status)


def _get(number, position):
    orders = PurchaseOrder.objects.all()
    return claims.get(orders if settings.DEMO else orders.filter(is_demo=False), number, position)
