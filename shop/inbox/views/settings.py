"""What a person wants by e-mail, and to which address."""

from django.apps import apps
from django.contrib.auth.decorators import login_required
from django.contrib.messages import error, success
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from .. import emails, preferences
from ..forms import EmailForm, MailForm
from .robots import may_set


@require_http_methods(["GET", "POST"])
@login_required
def index(request):
    form = MailForm(request.POST or None, initial={"groups": preferences.wanted(request.user)})
    if request.method == "POST" and form.is_valid():
        preferences.choose(user=request.user, groups=form.cleaned_data["groups"])
        success(request, "已保存。")
        return redirect("inbox:settings")
    return _render(request, form=form, status=400 if form.errors else 200)


@require_POST
@login_required
def ask_email(request):
    form = EmailForm(request.POST)
    if not form.is_valid():
        return _render(request, email_form=form, status=400)
    try:
        emails.ask(user=request.user, email=form.cleaned_data["email"], at=timezone.now())
    except emails.Refused as refusal:
        form.add_error("email", str(refusal))
        return _render(request, email_form=form, status=409)
    success(request, f"确认邮件已发往 {form.cleaned_data['email']}，请在一天内打开邮件里的链接。")
    return redirect("inbox:settings")


@require_POST
@login_required
def remove_email(request):
    emails.take(user=request.user, email="")
    success(request, "邮箱已删除，以后不再发邮件。")
    return redirect("inbox:settings")


@require_http_methods(["GET", "POST"])
@login_required
def confirm_email(request, token):
    """Ask once more, as mail programs open links by themselves; then take the address."""
    try:
        email = emails.address_in(token, request.user)
    except emails.Refused as refusal:
        error(request, str(refusal))
        return redirect("inbox:settings")
    if request.method == "POST":
        emails.take(user=request.user, email=email)
        success(request, "邮箱已确认。")
        return redirect("inbox:settings")
    return render(request, "inbox/confirm_email.html", {"email": email})


def _render(request, *, form=None, email_form=None, status=200):
    # The unit model lies in a layer above.
    units = apps.get_model("procurement", "Unit").objects.of(request.user).order_by("code")
    context = {
        "form": form or MailForm(initial={"groups": preferences.wanted(request.user)}),
        "email_form": email_form or EmailForm(),
        "units": [unit for unit in units if may_set(request.user, unit)],
    }
    return render(request, "inbox/settings.html", context, status=status)
