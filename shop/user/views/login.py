"""Log in, log out, and land on the desk that fits."""

from datetime import timedelta

from axes.helpers import get_client_ip_address
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_required
from django.db.models import Sum
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from .. import factors, hats, ways_back
from ..forms import CodeForm, LoginForm
from ..models import User

# Session keys of somebody whose password was right and whose code is asked for.
PENDING, TRIES, MINUTES = "pending_login", 5, 10


class LoginView(auth_views.LoginView):
    authentication_form = LoginForm
    template_name = "user/login.html"
    redirect_authenticated_user = True

    def post(self, request, *args, **kwargs):
        """Refuse an address from which many different numbers were tried, before looking at another."""
        if _is_flooding(get_client_ip_address(request)):
            return locked_out(request, None)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        user = form.get_user()
        if not factors.device_of(user):
            return super().form_valid(form)
        began_at = int(timezone.now().timestamp())
        facts = {"pk": user.pk, "backend": user.backend, "at": began_at, "tries": 0}
        self.request.session[PENDING] = facts | {"next": self.get_success_url()}
        return redirect("user:code")


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def code(request):
    """Ask for the second factor of somebody whose password was right; nobody is logged in before."""
    pending = request.session.get(PENDING)
    if not pending or timezone.now().timestamp() - pending["at"] > MINUTES * 60 or pending["tries"] >= TRIES:
        request.session.pop(PENDING, None)
        return redirect("user:login")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = User.objects.get(pk=pending["pk"])
        if user.is_active and factors.check(user=user, code=form.cleaned_data["code"]):
            return _let_in(request, user, pending)
        request.session[PENDING] = pending | {"tries": pending["tries"] + 1}
        form.add_error("code", "验证码不对，请填写验证器上现在显示的数字。")
    return render(request, "user/code.html", {"form": form}, status=422 if form.errors else 200)


@login_required
def home(request):
    """Send a person to their first desk, or a shopper to their orders."""
    first = next(iter(hats.of(request.user)), None)
    return redirect(first.url if first else "checkout:orders")


def locked_out(request, credentials, *args, **kwargs):
    return render(request, "user/locked_out.html", status=429)


def _let_in(request, user, pending):
    del request.session[PENDING]
    login(request, user, backend=pending["backend"])
    return redirect(ways_back.safe(request, pending["next"], resolve_url(settings.LOGIN_REDIRECT_URL)))


def _is_flooding(address):
    """Tell whether an address had more wrong passwords than one office makes, over all accounts."""
    since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    rows = AccessAttempt.objects.filter(ip_address=address, attempt_time__gte=since)
    return (rows.aggregate(sum=Sum("failures_since_start"))["sum"] or 0) >= settings.LOGIN_ADDRESS_LIMIT
