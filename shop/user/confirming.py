"""Ask for the password again before what cannot be taken back: closings, refunds, bank accounts."""

from functools import wraps

from django.contrib.auth import authenticate
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from . import sessions

FIELD = "confirm_password"
WRONG = "密码不对，请重新输入。"
HIDDEN = {FIELD, "csrfmiddlewaretoken"}


def confirmed(view):
    """Let a POST through only within ten minutes of a typed password; else ask, and keep what was filled in."""

    @sensitive_post_parameters(FIELD)
    @wraps(view)
    def checked(request, *args, **kwargs):
        at = int(timezone.now().timestamp())
        if request.method != "POST" or not request.user.is_authenticated or sessions.is_confirmed(request.session, at):
            return view(request, *args, **kwargs)
        if FIELD not in request.POST:
            return _ask(request)
        # Counted with the login's own failures, and locked out with them.
        typed = {"username": request.user.mobile, "password": request.POST[FIELD]}
        if authenticate(request, **typed) != request.user:
            return _ask(request, WRONG)
        sessions.confirm(request.session, at)
        return view(request, *args, **kwargs)

    return checked


def _ask(request, refusal=""):
    kept = [(name, value) for name, values in request.POST.lists() if name not in HIDDEN for value in values]
    context = {"kept": kept, "refusal": refusal, "has_files": bool(request.FILES)}
    return render(request, "user/confirm.html", context, status=403)
