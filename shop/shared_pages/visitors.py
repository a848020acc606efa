"""Who may be given the page that everybody gets."""

from django.conf import settings

MESSAGES = "messages"


def is_stranger(request):
    """Tell whether nothing about a visitor is known: no login, no basket, no message waiting for them."""
    known = (settings.SESSION_COOKIE_NAME, settings.OSCAR_BASKET_COOKIE_OPEN, MESSAGES)
    return not any(name in request.COOKIES for name in known)


def is_for_everybody(request, response):
    """Tell whether a page made for a stranger may go to every other one: it gives and holds nothing of this one's.

    ``CSRF_COOKIE`` is there once a page asked for a token, a nonce once it asked for one.
    """
    session = getattr(request, "session", None)
    return not (
        response.streaming
        or response.cookies
        or "CSRF_COOKIE" in request.META
        or getattr(request, "_csp_nonce", None)
        or (session is not None and (session.modified or session.session_key))
        or "no-store" in response.get("Cache-Control", "")
    )
