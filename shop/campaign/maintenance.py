"""A page for the time of an update: while the file of the setting exists, everybody gets it instead of the site.

Its first line is what people read; an empty file gives the usual sentence. Nothing needs to be restarted.
"""

from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string

# Monitors still want to know whether database and queue answer.
OPEN = ("/healthz", settings.STATIC_URL)
MAX_WORDS = 200


def middleware(get_response):
    def answer(request):
        if not Path(settings.MAINTENANCE_FILE).exists() or request.path.startswith(OPEN):
            return get_response(request)
        return _page()

    return answer


def _page():
    page = HttpResponse(render_to_string("503.html", {"words": _words()}), status=503)
    page["Retry-After"] = str(settings.MAINTENANCE_RETRY_AFTER)
    page["Cache-Control"] = "no-store"
    return page


def _words():
    """Return the first line of the file; it may be gone by now."""
    try:
        text = Path(settings.MAINTENANCE_FILE).read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
    return text.splitlines()[0][:MAX_WORDS] if text else ""
