"""What a page may do in the browser, and how long a login lasts."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from . import sessions

POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
OVER = "登录已超过时限，为了安全已自动退出，请重新登录。"
TO_DO = {
    sessions.CHANGE_PASSWORD: "请先设置新密码。",
    sessions.SET_UP_FACTOR: "您的角色须用两步验证，请先设置。",
}


def permissions_policy(get_response):
    """Say that no page here needs camera, place or payment interfaces of the browser."""

    def middleware(request):
        answer = get_response(request)
        answer.headers.setdefault("Permissions-Policy", POLICY)
        return answer

    return middleware


def session_limits(get_response):
    """End a login that lasted too long, and lead whoever has something to do first to its page."""

    def middleware(request):
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return get_response(request)
        at = int(timezone.now().timestamp())
        if sessions.is_over(request.session, at):
            return _end(request)
        sessions.see(request.session, at)
        todo = request.session.get(sessions.TODO)
        if todo and request.path not in (reverse(todo), reverse("user:logout")):
            messages.info(request, TO_DO[todo])
            return redirect(todo)
        return get_response(request)

    return middleware


def _end(request):
    logout(request)
    messages.info(request, OVER)
    after = {"next": request.get_full_path()} if request.method == "GET" else {}
    return redirect(reverse("user:login") + (f"?{urlencode(after)}" if after else ""))
