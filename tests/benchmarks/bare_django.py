"""Settings, address and view of a project that answers every request with the same bytes, and nothing else."""

import os
from pathlib import Path

from django.http import HttpResponse
from django.urls import re_path

SECRET_KEY = os.environ.get("SECRET_KEY", "bare")
ALLOWED_HOSTS = ["localhost"]
ROOT_URLCONF = __name__
INSTALLED_APPS, MIDDLEWARE = [], []
USE_TZ = True
_kept = {}


def answer(request):
    """Return the bytes of the file that BARE_PAGE names, read once for its time."""
    path = Path(os.environ["BARE_PAGE"])
    if _kept.get("at") != path.stat().st_mtime_ns:
        _kept.update(at=path.stat().st_mtime_ns, content=path.read_bytes())
    return HttpResponse(_kept["content"])


urlpatterns = [re_path("", answer)]
