"""The address by which colleagues join a group order, and its QR code."""

from urllib.parse import urljoin

import segno
from django.conf import settings
from django.urls import reverse


def join(group_order):
    """Return the address that colleagues open."""
    return urljoin(settings.SITE_URL, reverse("join:group_order", args=[group_order.join_token]))


def qr(group_order):
    """Return the QR code of that address."""
    return segno.make(join(group_order), error="m")
