"""A page as it is kept: its bytes, compressed, and from when to when it is the right one."""

import gzip
import hashlib
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

LEVEL, LEAST = 6, 500
# Whoever keeps it asks each time whether it is still right, and nobody keeps it for others.
CACHE_CONTROL = "private, no-cache"


@dataclass(frozen=True)
class Page:
    """A page of one edition; ``until`` is when it turns by itself, or None. Times are aware datetimes."""

    edition: int
    window: int
    until: object
    headers: tuple
    packed: bytes
    etag: str

    def is_right(self, edition, window, at):
        return self.edition == edition and self.window == window and (self.until is None or at < self.until)

    def answer(self, request):
        """Return a response for one visitor: the bytes, or that theirs are still right."""
        if self.etag in request.headers.get("If-None-Match", ""):
            response = HttpResponseNotModified()
        elif accepts_gzip(request):
            response = HttpResponse(self.packed, headers={"Content-Encoding": "gzip"})
        else:
            response = HttpResponse(gzip.decompress(self.packed))
        for name, value in self.headers:
            response.setdefault(name, value)
        if response.status_code == 304:
            del response["Content-Type"]
        return response


def of(response, *, edition, window, until):
    """Return a rendered response as a page to keep."""
    packed = pack(response.content)
    etag = f'W/"{hashlib.sha256(packed).hexdigest()[:24]}"'
    response["ETag"], response["Cache-Control"] = etag, CACHE_CONTROL
    patch_vary_headers(response, ("Cookie", "Accept-Encoding"))
    headers = tuple((name, value) for name, value in response.items() if name != "Content-Length")
    return Page(edition, window, until, headers, packed, etag)


def compress(request, response):
    """Compress a page that holds no secret; one with a token would tell of it by its length (BREACH)."""
    if len(response.content) < LEAST or response.has_header("Content-Encoding"):
        return response
    patch_vary_headers(response, ("Accept-Encoding",))
    if accepts_gzip(request):
        response.content = pack(response.content)
        response["Content-Encoding"] = "gzip"
        response["Content-Length"] = str(len(response.content))
    return response


def pack(content):
    return gzip.compress(content, compresslevel=LEVEL, mtime=0)


def accepts_gzip(request):
    return "gzip" in request.headers.get("Accept-Encoding", "")
