"""The people of a supplier: everybody there sees them, owners invite, give roles and remove."""

from urllib.parse import urljoin

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from shop.user.desks import supplier_desk

from ..forms.suppliers import InviteForm, RoleForm
from ..moves import Refused
from ..sellers import staff
from .group_orders import require

MANAGE = "procurement.manage_supplier"
FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
@supplier_desk
def index(request, partner):
    """Everybody with their roles; an owner makes a link for one more."""
    may_manage = request.user.has_perm(MANAGE, partner)
    form = InviteForm(request.POST or None)
    if request.method == "POST":
        require(request.user, MANAGE, partner)
        if form.is_valid():
            try:
                staff.invite(supplier=partner, by=request.user, at=timezone.now(), **form.cleaned_data)
            except Refused as refusal:
                form.add_error("mobile", str(refusal))
            else:
                messages.success(request, "邀请已生成，请把链接发给对方，7 天内有效。")
                return redirect("supplier:staff", partner.code)
    context = {
        "partner": partner,
        "people": staff.people(partner),
        "may_manage": may_manage,
        "invitations": _with_links(partner) if may_manage else [],
        "form": form,
    }
    return render(request, "supplier/staff.html", context, status=400 if form.errors else 200)


@require_POST
@supplier_desk
def revoke(request, partner, pk):
    """Close a link for good."""
    require(request.user, MANAGE, partner)
    invitation = get_object_or_404(partner.invitations.select_related("supplier"), pk=pk)
    if staff.revoke(invitation=invitation, by=request.user, at=timezone.now()):
        messages.success(request, "邀请已撤销，链接不能再用。")
    else:
        messages.info(request, "这个邀请已经失效，没有重复办理。")
    return redirect("supplier:staff", partner.code)


@FORM
@supplier_desk
def member(request, partner, person):
    """One of the people: their role, and the way out."""
    require(request.user, MANAGE, partner)
    user = get_object_or_404(partner.users, pk=person)
    form = RoleForm(request.POST or None, initial={"role": staff.role_of(partner, user)})
    if request.method == "POST" and form.is_valid():
        try:
            facts = {"by": request.user, "at": timezone.now(), **form.cleaned_data}
            staff.set_role(supplier=partner, user=user, **facts)
        except Refused as refusal:
            form.add_error("role", str(refusal))
        else:
            messages.success(request, f"{user} 的角色已保存。")
            return redirect("supplier:staff", partner.code)
    context = {"partner": partner, "person": user, "form": form}
    return render(request, "supplier/member.html", context, status=409 if form.errors else 200)


@require_POST
@supplier_desk
def remove(request, partner, person):
    """Take a person out of the supplier."""
    require(request.user, MANAGE, partner)
    user = get_object_or_404(partner.users, pk=person)
    try:
        staff.remove(supplier=partner, user=user, by=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("supplier:staff", partner.code)
    if user == request.user:
        messages.success(request, f"您已退出{partner.name}。")
        return redirect("user:home")
    messages.success(request, f"{user} 已移出。")
    return redirect("supplier:staff", partner.code)


def link_of(invitation):
    return urljoin(settings.SITE_URL, reverse("invitation:supplier", args=[invitation.token]))


def _with_links(partner):
    rows = partner.invitations.open_at(timezone.now()).select_related("by")
    return [(row, link_of(row)) for row in rows]
