"""What an invited person sees: who invites them to what, and one step to come in."""

from django.contrib import messages
from django.contrib.auth import login
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ..buyers import invitations, members
from ..forms.members import AccountForm
from ..models import Invitation

BACKEND = "django.contrib.auth.backends.ModelBackend"
GONE, CONFLICT = 410, 409


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request, token):
    """Come in with one's own account, or with a new one."""
    invitation = get_object_or_404(Invitation.objects.select_related("unit", "by"), token=token)
    form = None if request.user.is_authenticated else AccountForm(request.POST or None)
    status = 200
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            return _let_in(request, invitation, form)
        except invitations.AccountExists as refusal:
            form.add_error("mobile", str(refusal))
        except invitations.AlreadyIn as refusal:
            messages.info(request, str(refusal))
            if members.roles_of(invitation.unit, request.user):
                return redirect("unit:home", invitation.unit.code)
            status = CONFLICT
        except invitations.Closed:
            status = GONE
    return _render(request, invitation, form, status)


def _let_in(request, invitation, form):
    at = timezone.now()
    if form is None:
        invitations.accept(invitation=invitation, user=request.user, at=at)
    else:
        user = invitations.accept_as_new(invitation=invitation, at=at, **form.cleaned_data)
        login(request, user, backend=BACKEND)
    messages.success(request, f"您已加入{invitation.unit.name}，角色：{invitation.role_words}。")
    return redirect("unit:home", invitation.unit.code)


def _render(request, invitation, form, status):
    invitation.refresh_from_db(fields=["uses", "revoked_at"])
    why_closed = invitation.why_closed(timezone.now())
    context = {"invitation": invitation, "unit": invitation.unit, "form": form, "why_closed": why_closed}
    if why_closed:
        status = GONE
    elif form is not None and form.errors:
        status = 400
    return render(request, "invitations/accept.html", context, status=status)
