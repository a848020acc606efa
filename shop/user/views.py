"""Log in, log out, and land on the desk that fits."""

from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render

from . import hats
from .forms import LoginForm


class LoginView(auth_views.LoginView):
    authentication_form = LoginForm
    template_name = "user/login.html"
    redirect_authenticated_user = True


@login_required
def home(request):
    """Send a person to their first desk, or a shopper to their orders."""
    first = next(iter(hats.of(request.user)), None)
    return redirect(first.url if first else "checkout:orders")


def locked_out(request, credentials, *args, **kwargs):
    return render(request, "user/locked_out.html", status=429)
