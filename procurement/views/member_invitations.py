"""An administrator's links by which colleagues come into the unit."""

from urllib.parse import urljoin

import segno
from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shop.user.desks import unit_desk

from ..buyers import invitations
from ..forms.members import InviteForm
from .group_orders import require

ADMINISTER = "procurement.administer"


@require_http_methods(["GET", "HEAD", "POST"])
@unit_desk
def new(request, unit):
    """Make a link; the next page shows it."""
    require(request.user, ADMINISTER, unit)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = {"by": request.user, "at": timezone.now(), **form.cleaned_data}
        invitation = invitations.invite(unit=unit, **facts)
        return redirect("unit:invitation", unit.code, invitation.pk)
    context = {"unit": unit, "form": form}
    return render(request, "unit/invitation_form.html", context, status=400 if form.errors else 200)


@require_safe
@unit_desk
def detail(request, unit, pk):
    """The link and its QR code, to send or to print."""
    require(request.user, ADMINISTER, unit)
    invitation = get_object_or_404(unit.invitations.select_related("by"), pk=pk)
    link = link_of(invitation)
    context = {
        "unit": unit,
        "invitation": invitation,
        "link": link,
        "qr": segno.make(link, error="m").svg_data_uri(scale=6, border=2),
        "why_closed": invitation.why_closed(timezone.now()),
        "accepted": invitation.accepted.select_related("user").order_by("at"),
    }
    return render(request, "unit/invitation.html", context)


@require_POST
@unit_desk
def revoke(request, unit, pk):
    """Close a link for good."""
    require(request.user, ADMINISTER, unit)
    invitation = get_object_or_404(unit.invitations.select_related("unit"), pk=pk)
    if invitations.revoke(invitation=invitation, by=request.user, at=timezone.now()):
        messages.success(request, "邀请已撤销，链接不能再用。")
    else:
        messages.info(request, "这个邀请已经失效，没有重复办理。")
    return redirect("unit:members", unit.code)


def link_of(invitation):
    return urljoin(settings.SITE_URL, reverse("invitation:accept", args=[invitation.token]))


def with_links(rows):
    """Return ``[(invitation, link)]``."""
    return [(row, link_of(row)) for row in rows]
