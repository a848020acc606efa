"""What a person invited by a supplier sees: who invites them to what, and one step to come in."""

from django.contrib import messages
from django.contrib.auth import login
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from shop.user.models import mask_mobile

from ..forms.suppliers import InvitedAccountForm
from ..models import SupplierInvitation
from ..moves import Refused
from ..sellers import staff
from .invitations import BACKEND, CONFLICT, GONE


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request, token):
    """Come in with one's own account, or with a new one."""
    invitation = get_object_or_404(SupplierInvitation.objects.select_related("supplier", "by"), token=token)
    form = None if request.user.is_authenticated else InvitedAccountForm(request.POST or None)
    status = 200
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            return _let_in(request, invitation, form)
        except Refused as refusal:
            messages.error(request, str(refusal))
            status = CONFLICT
    invitation.refresh_from_db(fields=["revoked_at", "accepted_at"])
    return _render(request, invitation, form, status)


def _let_in(request, invitation, form):
    at = timezone.now()
    if form is None:
        staff.accept(invitation=invitation, user=request.user, at=at)
    else:
        user = staff.accept_as_new(invitation=invitation, at=at, **form.cleaned_data)
        login(request, user, backend=BACKEND)
    messages.success(request, f"您已加入{invitation.supplier.name}，角色：{invitation.get_role_display()}。")
    return redirect("supplier:home", invitation.supplier.code)


def _render(request, invitation, form, status):
    why_closed = invitation.why_closed(timezone.now())
    context = {
        "invitation": invitation,
        "supplier": invitation.supplier,
        "mobile": mask_mobile(invitation.mobile),
        "is_theirs": form is not None or request.user.mobile == invitation.mobile,
        "form": form,
        "why_closed": why_closed,
    }
    if why_closed:
        status = GONE
    elif form is not None and form.errors:
        status = 400
    return render(request, "invitations/supplier.html", context, status=status)
