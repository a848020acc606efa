"""长者模式: larger type and stronger contrast, kept in a cookie of the browser.

The pages are the same for everybody and may be cached; only the sheet that they all ask for last differs. So it needs
no script, and nothing flickers.
"""

import hashlib
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import etag, require_safe

from shop.user import ways_back

COOKIE = "elder"
YEAR = 60 * 60 * 24 * 365


def _wanted(request):
    return _sheet() if request.COOKIES.get(COOKIE) else ""


@require_safe
@etag(lambda request: f'"{hashlib.sha256(_wanted(request).encode()).hexdigest()[:16]}"')
def sheet(request):
    """The style sheet of the mode for who switched it on, an empty one for everybody else.

    Asked for anew each time: Chromium pays no heed to ``Vary: Cookie`` and would keep the other one.
    """
    response = HttpResponse(_wanted(request), content_type="text/css; charset=utf-8")
    patch_cache_control(response, private=True, no_cache=True)
    patch_vary_headers(response, ["Cookie"])
    return response


@require_safe
def switch(request, state):
    """Switch the mode on or off and go back to the page that asked; it changes nothing but this browser's view."""
    response = redirect(_asked_from(request))
    if state == "on":
        response.set_cookie(COOKIE, "1", max_age=YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    patch_cache_control(response, no_store=True)
    return response


def _asked_from(request):
    """Return the address of the page with the switch on it, the front page if it is not ours."""
    asked = request.headers.get("Referer", "")
    found = urlsplit(ways_back.safe(request, asked, "/"))
    # Two slashes at its head would lead to another site.
    path = "/" + found.path.lstrip("/")
    return f"{path}?{found.query}" if found.query else path


@cache
def _sheet():
    return (settings.BASE_DIR / "static" / "css" / "elder.css").read_text(encoding="utf-8")
