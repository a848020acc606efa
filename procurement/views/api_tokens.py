"""Tokens for programs: issued and revoked by the office for itself, by a unit's administrators for the unit."""

from functools import wraps

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from shop.user.desks import office_desk, unit_desk

from ..api import tokens
from ..forms.api_tokens import TokenForm
from ..models import ApiToken
from .group_orders import require


def at_desk(view):
    """Call ``view(request, unit, …)`` at the office's desk (no unit) or, for its administrators, at a unit's."""

    @office_desk
    def of_office(request, *arguments, **named):
        return view(request, None, *arguments, **named)

    @unit_desk
    def of_unit(request, unit, *arguments, **named):
        require(request.user, "procurement.administer", unit)
        return view(request, unit, *arguments, **named)

    @wraps(view)
    def either(request, *arguments, **named):
        return (of_unit if "code" in named else of_office)(request, *arguments, **named)

    return either


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def index(request, unit):
    """The tokens; a new one is shown once, on the page that answers its form."""
    form, text = TokenForm(request.POST if request.method == "POST" else None), ""
    if request.method == "POST" and form.is_valid():
        try:
            facts = {"by": request.user, "at": timezone.now(), "unit": unit}
            _, text = tokens.issue(name=form.cleaned_data["name"], **facts)
        except tokens.Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            form = TokenForm()
    rows = ApiToken.objects.filter(unit=unit).select_related("issued_by", "revoked_by")
    context = {
        "unit": unit,
        "form": form,
        "text": text,
        "tokens": [(row, _url(unit, "api_token_revoke", row.pk)) for row in rows],
        "address": _url(unit, "api_tokens"),
        "base": request.build_absolute_uri(reverse("api:api-root")),
        "document": request.build_absolute_uri(reverse("api:openapi-json")),
        "per_minute": tokens.PER_MINUTE,
    }
    answer = render(request, "workspace/api_tokens.html", context, status=400 if form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@at_desk
def revoke(request, unit, pk):
    token = get_object_or_404(ApiToken, unit=unit, pk=pk)
    tokens.revoke(token=token, by=request.user, at=timezone.now())
    messages.success(request, f"已撤销“{token.name}”，用它的程序马上不能再取数据。")
    return redirect(_url(unit, "api_tokens"))


def _url(unit, name, *arguments):
    if unit is None:
        return reverse(f"office:{name}", args=arguments)
    return reverse(f"unit:{name}", args=[unit.code, *arguments])
