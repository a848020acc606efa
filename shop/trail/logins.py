"""Logins, failed ones and logouts, as Django tells of them."""

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from shop.user.models import mask_mobile

from . import requests
from .models import Event


def connect():
    user_logged_in.connect(_in, dispatch_uid="trail.in")
    user_logged_out.connect(_out, dispatch_uid="trail.out")
    user_login_failed.connect(_failed, dispatch_uid="trail.failed")


def _in(sender, request, user, **kwargs):
    if _came_by_page(request):
        requests.write(request, Event.Kind.LOGIN, user=user)


def _out(sender, request, user, **kwargs):
    if user is not None and _came_by_page(request):
        requests.write(request, Event.Kind.LOGOUT, user=user)


def _failed(sender, credentials, request=None, **kwargs):
    if _came_by_page(request):
        requests.write(request, Event.Kind.FAILED, who=mask_mobile(str(credentials.get("username", ""))[:11]))


def _came_by_page(request):
    return request is not None and getattr(request, "resolver_match", None) is not None
