"""Whether a form came from one of our pages, also from one that is the same for everybody and so holds no token."""

from django.conf import settings
from django.middleware.csrf import CsrfViewMiddleware


def is_ours(request):
    """Tell whether a browser names this site as where the form was, or the form holds the token of its visitor.

    Every browser names the origin of a POST, and no page can make it name another one than its own.
    """
    origin = request.headers.get("Origin")
    if origin:
        here = f"{request.scheme}://{request.get_host()}"
        return origin == here or origin in settings.CSRF_TRUSTED_ORIGINS
    return CsrfViewMiddleware(lambda request: None).process_view(request, None, (), {}) is None
