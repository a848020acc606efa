"""Pictures to send round: the site or one product with a QR code, as words and pictures at places on a sheet.

What stands where is said once, here; ``share_drawing`` makes a PNG of it where a Chinese font is installed, an SVG
elsewhere.
"""

from dataclasses import dataclass, field

import segno
from django.conf import settings
from django.core.files.storage import default_storage
from django.urls import reverse

WIDTH, HEIGHT = 720, 960
MARGIN = 44
INK, SOFT, GREEN, PRICE, PAPER = "#1f2a2e", "#55636a", "#1e6b52", "#c0402a", "#fbfaf6"
SITE_ART = settings.BASE_DIR / "static" / "art" / "share.png"


@dataclass(frozen=True)
class Words:
    """One line of text: its left edge and baseline, size in px."""

    text: str
    x: int
    y: int
    size: int
    colour: str = INK
    is_bold: bool = False


@dataclass
class Sheet:
    """A picture across the top, lines of words, a QR code at its place (x, y, side)."""

    picture: bytes
    picture_height: int
    qr_of: str
    qr_at: tuple
    words: list = field(default_factory=list)

    @property
    def qr(self):
        return segno.make(self.qr_of, error="m")


def of_site(regions):
    """Return the sheet of the whole site."""
    partners = "、".join(region.name for region in regions)
    sheet = Sheet(SITE_ART.read_bytes(), 400, settings.SITE_URL, (WIDTH - MARGIN - 230, 660, 230))
    sheet.words += [
        Words("一箱好物，两地情长", MARGIN, 500, 60, GREEN, is_bold=True),
        Words(f"{settings.COUNTY_NAME}东西部协作消费帮扶", MARGIN, 556, 30, INK),
        *_lines(f"与{partners}结对协作" if partners else settings.SITE_TAGLINE, 602, 24, 27, SOFT),
        Words("扫一扫，逛逛好收成", MARGIN, 740, 34, INK, is_bold=True),
        Words("不用注册，产地直接发货", MARGIN, 788, 26, SOFT),
        Words("买不买、买多少，自己决定", MARGIN, 826, 26, SOFT),
        Words(settings.SITE_NAME, MARGIN, 890, 32, GREEN, is_bold=True),
    ]
    return sheet


def of_product(offer):
    """Return the sheet of an offer."""
    picture = _picture(offer) or SITE_ART.read_bytes()
    sheet = Sheet(picture, 560, _short_url(offer.product), (WIDTH - MARGIN - 190, 726, 190))
    sheet.words += _lines(offer.product.title, 626, 38, 16, INK, most=2, is_bold=True)
    if offer.price:
        sheet.words.append(Words(f"¥{offer.price:,.2f} / {offer.unit}", MARGIN, 766, 44, PRICE, is_bold=True))
    sheet.words += [
        *_lines(offer.origin, 812, 24, 17, SOFT, most=1),
        Words("扫码看看，产地直接发货", MARGIN, 856, 24, INK),
        Words(settings.SITE_NAME, MARGIN, 908, 30, GREEN, is_bold=True),
    ]
    return sheet


def _short_url(product):
    """Return a product's address without its name; it leads to the full one, and its code is easier to read."""
    return f"{settings.SITE_URL}{reverse('catalogue:detail', args=['', product.pk])}"


def _picture(offer):
    name = offer.images[0].original.name if offer.images else ""
    if not name or not default_storage.exists(name):
        return None
    with default_storage.open(name) as file:
        return file.read()


def _lines(text, y, size, ems, colour, *, most=2, is_bold=False):
    """Break a text into lines of so many Chinese characters; what does not fit ends in an ellipsis."""
    lines, rest = [], text
    while rest and len(lines) < most:
        line = _fitting(rest, ems)
        rest = rest[len(line) :].lstrip()
        lines.append(line)
    if rest:
        lines[-1] = f"{_fitting(lines[-1], ems - 1)}…"
    return [
        Words(line, MARGIN, y + round(place * size * 1.4), size, colour, is_bold) for place, line in enumerate(lines)
    ]


def _fitting(text, ems):
    """Return as much of a text's head as fits; Latin letters and digits are a little over half as wide."""
    wide = 0.0
    for place, sign in enumerate(text):
        wide += 1 if ord(sign) > 0x2E7F else 0.6
        if wide > ems:
            return text[:place]
    return text
