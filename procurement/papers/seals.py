"""Issue papers with a code that anybody can check: is it ours, and does it still say what our records say?"""

from urllib.parse import urljoin

import segno
from django.conf import settings
from django.urls import reverse

from ..models import IssuedPaper
from . import folder


def issue(*, group_order, paper, by, at):
    """Return the ``IssuedPaper`` of a paper; the same content keeps its first code."""
    issued, _ = IssuedPaper.objects.get_or_create(
        group_order=group_order,
        kind=paper.kind,
        subject=paper.subject,
        digest=paper.digest(),
        defaults={"title": paper.title, "by": by, "at": at},
    )
    return issued


def is_current(issued):
    """Tell whether the records still say what the paper says."""
    paper = folder.find(issued.group_order, issued.kind, issued.subject)
    return paper is not None and paper.digest() == issued.digest


def address(issued):
    """Return the address that a paper's QR code opens."""
    return urljoin(settings.SITE_URL, reverse("papers:check", args=[issued.token]))


def qr(issued):
    return segno.make(address(issued), error="m")
