"""A person's own data: what it is, take it away, have it erased."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shop.user.confirming import confirmed

from . import copies, erasure, holdings
from .forms import EraseForm


@never_cache
@require_GET
@login_required
def index(request):
    """How much is held, how long it stays, and what the person may do about it."""
    tables = [(title, len(rows)) for title, rows in holdings.of(request.user).items()]
    context = {"tables": tables, "years": settings.PERSONAL_DATA_YEARS, "days": settings.TRAIL_DAYS}
    return render(request, "privacy/index.html", context)


@never_cache
@require_POST
@login_required
@confirmed
def download(request):
    """All that is held about the person, as one ZIP."""
    disposition = content_disposition_header(as_attachment=True, filename="个人数据.zip")
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(copies.write(holdings.of(request.user)), content_type="application/zip", headers=headers)


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
@confirmed
def erase(request):
    """Say what goes and what stays, then close the account for good."""
    form = EraseForm(request.POST if request.method == "POST" else None)
    reasons, status = erasure.obstacles(request.user), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                erasure.erase(user=request.user, at=timezone.now())
            except erasure.Refused as refusal:
                reasons, status = refusal.reasons, 409
            else:
                # The trail writes down who leaves: a person without a name by now.
                request.user.refresh_from_db()
                logout(request)
                messages.success(request, "账号已注销，个人信息已删除。")
                return redirect("campaign:home")
    context = {"form": form, "reasons": reasons, "years": settings.PERSONAL_DATA_YEARS, "days": settings.TRAIL_DAYS}
    return render(request, "privacy/erase.html", context, status=status)
