"""A participant's personal page: what they chose and what it comes to; change it, or leave."""

from urllib.parse import urljoin

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ..collection import group_orders, news, overall, pledge_changes, progress, receipts, redistribution
from ..forms.pledges import ChangeForm
from ..models import Participant
from . import pasted_quantities


@require_safe
@never_cache
def participant(request, token):
    """What this participant chose, and the form to change it while collecting."""
    return _render(request, _get_participant(token))


@require_POST
@never_cache
def change(request, token):
    """Replace the quantities."""
    person = _get_participant(token)
    if pasted_quantities.is_asked(request):
        form, found = pasted_quantities.fill(request, progress.of(person.group_order), ChangeForm)
        return _render(request, person, form, pasted=found, status=422 if found.mistakes else 200)
    form = ChangeForm(request.POST, rows=progress.of(person.group_order))
    if not form.is_valid() and person.group_order.is_collecting(timezone.now()):
        return _render(request, person, form, status=422)
    try:
        asked = {"quantities": form.quantities, "totals": form.totals}
        group_orders.change(participant=person, by=_who(request), at=timezone.now(), **asked)
    except group_orders.Refused as refusal:
        return _refuse(request, token, refusal)
    messages.success(request, "已修改。")
    return redirect("join:participant", token)


@require_POST
@never_cache
def withdraw(request, token):
    """Leave the group order."""
    person = _get_participant(token)
    has_left = person.withdrawn_at is not None
    try:
        group_orders.withdraw(participant=person, by=_who(request), at=timezone.now())
    except group_orders.Refused as refusal:
        return _refuse(request, token, refusal)
    if has_left:
        messages.info(request, "您已经退出，没有重复办理。")
    else:
        messages.success(request, "已退出这次集中采购。")
    return redirect("join:participant", token)


def _who(request):
    """Return who is logged in: a handler may hold a colleague's link."""
    return request.user if request.user.is_authenticated else None


def _refuse(request, token, refusal):
    """Answer with the page as it is by now, which may have closed meanwhile."""
    messages.error(request, str(refusal))
    return _render(request, _get_participant(token), status=409)


def _render(request, person, form=None, *, status=200, pasted=None):
    rows = progress.of(person.group_order)
    chosen = receipts.choices(person, rows)
    form = form or ChangeForm(rows=rows, chosen={choice.progress.item.pk: choice.wish for choice in chosen})
    context = {
        "participant": person,
        "group_order": person.group_order,
        "personal_url": urljoin(settings.SITE_URL, reverse("join:participant", args=[person.token])),
        "choices": chosen,
        "total_amount": receipts.total_amount(chosen),
        "rows": [(row, form.quantity_field(row.item), form.more(row.item)) for row in rows],
        "news": news.of(person.group_order),
        "changes": pledge_changes.of_participant(person),
        "arrival_words": redistribution.words(person.group_order) if person.group_order.is_placed else [],
        "overall": overall.sentence(person.group_order, progress.total_packs(rows)),
        "form": form,
        "pasted": pasted,
        "is_collecting": person.group_order.is_collecting(timezone.now()),
    }
    return render(request, "join/participant.html", context, status=status)


def _get_participant(token):
    return get_object_or_404(
        Participant.objects.select_related("group_order__unit", "group_order__handler"), token=token
    )
