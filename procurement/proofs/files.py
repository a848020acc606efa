"""Keep the files of a proof privately: pictures encoded anew, a 数电票's PDF, OFD and XML as they came.

What comes as it was is sent to people for download only, never shown inside a page of the site.
"""

import hashlib
import secrets
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from shop.produce import photos

from . import einvoice

MAX_FILES = 6
MAX_BYTES = 12 * 2**20
KINDS = "JPG、PNG、WebP 照片，或 PDF、OFD、XML"
JPEG, PDF, OFD, XML = "image/jpeg", "application/pdf", "application/ofd", "application/xml"
SUFFIXES = {JPEG: ".jpg", PDF: ".pdf", OFD: ".ofd", XML: ".xml"}


class BadFile(Exception):
    """The file is not taken; the message says why."""


@dataclass(frozen=True)
class Checked:
    """A file as it will be kept; ``invoice`` is what its XML says, if it is one."""

    title: str
    content_type: str
    data: bytes
    invoice: einvoice.EInvoice | None = None

    @property
    def digest(self):
        return hashlib.sha256(self.data).hexdigest()


def check(title, data):
    """Return a file as it may be kept.

    :raises BadFile: if it is none of the kinds taken, too large, or broken.
    """
    title = title.replace("\\", "/").rpartition("/")[2][-120:]
    if len(data) > MAX_BYTES:
        raise BadFile(f"“{title}”超过 {MAX_BYTES // 2**20} MB。")
    try:
        return _checked(title, data)
    except (photos.BadPhoto, einvoice.BadInvoice) as problem:
        raise BadFile(f"“{title}”：{problem}") from problem


def _checked(title, data):
    suffix = title.lower().rpartition(".")[2]
    if data.startswith(b"%PDF-"):
        return Checked(title, PDF, data)
    if data.startswith(b"PK\x03\x04") and suffix == "ofd":
        return Checked(title, OFD, data)
    if suffix == "xml":
        return Checked(title, XML, data, einvoice.read(data))
    if suffix in ("jpg", "jpeg", "png", "webp"):
        return Checked(title, JPEG, photos.encode(data))
    raise BadFile(f"“{title}”不能作为凭证，请上传{KINDS}。")


def store(checked):
    """Keep a file and return ``{name, title, content_type, size, digest}``."""
    name = f"proofs/{secrets.token_urlsafe(24)}{SUFFIXES[checked.content_type]}"
    name = storages["private"].save(name, ContentFile(checked.data))
    facts = {"title": checked.title, "content_type": checked.content_type, "size": len(checked.data)}
    return {"name": name, "digest": checked.digest, **facts}


def read(name):
    """Return the bytes of a file that was kept."""
    with storages["private"].open(name) as file:
        return file.read()


def remove(name):
    storages["private"].delete(name)
