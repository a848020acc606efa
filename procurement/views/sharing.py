"""Tell colleagues of a group order: the link, its QR code to send or print, a poster to hang up."""

from io import BytesIO

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shop.user.desks import unit_desk

from ..collection import progress
from . import links
from .group_orders import get_group_order, require

# A sheet has room for so many pictures; the others are counted.
SHOWN = 6


@require_safe
@unit_desk
def poster(request, unit, number):
    """A sheet of A4 to print; ``code=1`` prints the code too, for a wall that only colleagues see."""
    group_order = _get(request, unit, number)
    rows = progress.of(group_order)
    context = {
        "unit": unit,
        "group_order": group_order,
        "rows": rows[:SHOWN],
        "more": len(rows) - SHOWN,
        "total": len(rows),
        "qr": links.qr(group_order).svg_data_uri(scale=8, border=0),
        "join_url": links.join(group_order),
        "shows_code": group_order.needs_code and request.GET.get("code") == "1",
        "is_collecting": group_order.is_collecting(timezone.now()),
    }
    return render(request, "unit/poster.html", context)


@require_safe
@unit_desk
def qr_code(request, unit, number):
    """The QR code as a picture, to send to a group of colleagues."""
    group_order = _get(request, unit, number)
    out = BytesIO()
    links.qr(group_order).save(out, kind="png", scale=12, border=3)
    response = HttpResponse(out.getvalue(), content_type="image/png")
    response["Content-Disposition"] = f'attachment; filename="{group_order.number}.png"'
    return response


def _get(request, unit, number):
    group_order = get_group_order(unit, number)
    require(request.user, "procurement.handle", group_order)
    if group_order.is_direct:
        raise Http404
    return group_order
