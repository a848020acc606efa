"""How often somebody may do what costs the site much or helps to guess: counted in the cache, by person or address."""

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.core.cache import cache
from django.shortcuts import render

HOUR = 60 * 60
# Bytes that a form without a file stays below; smaller files cost nothing.
FORM_ONLY = 2048


def is_exceeded(key, *, most, seconds):
    """Count once under a key; tell whether it was counted more than ``most`` times within ``seconds``."""
    key = f"limit:{key}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) > most
    except ValueError:  # It ran out between the two lines.
        return False


def uploads(get_response):
    """Refuse whoever sends forms with files all the time, before the files are read."""

    def middleware(request):
        if _is_upload(request) and is_exceeded(f"uploads:{_who(request)}", most=settings.UPLOADS_AN_HOUR, seconds=HOUR):
            return render(request, "too_many.html", status=429)
        return get_response(request)

    return middleware


def _is_upload(request):
    is_form = request.method == "POST" and request.content_type == "multipart/form-data"
    return is_form and int(request.META.get("CONTENT_LENGTH") or 0) > FORM_ONLY


def _who(request):
    return request.user.pk if request.user.is_authenticated else get_client_ip_address(request)
