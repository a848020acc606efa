"""Pictures of products: a large JPEG as given and smaller WebPs beside it, all named after the JPEG's digest.

The name carries the digest, so the same picture is stored once and recognised later without being opened. Small
pictures are made when a picture is saved, never in a request.
"""

import hashlib
import io
import re
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image

from . import editions

# For a line of a list, a card, and the product page; a browser chooses by the width and density of its screen.
THUMB_SIDE, CARD_SIDE, PAGE_SIDE = SIDES = (240, 480, 960)
QUALITY = 78
PART = ".part"
NAME = re.compile(r"products/[0-9a-f]{2}/([0-9a-f]{64})\.jpg")


def digest(jpeg):
    """Return the name-giving digest of a JPEG's bytes."""
    return hashlib.sha256(jpeg).hexdigest()


def name_of(picture_digest):
    return f"products/{picture_digest[:2]}/{picture_digest}.jpg"


def digest_of(image):
    """Return the digest of a ``ProductImage`` stored here, or an empty string for any other."""
    return digest_in(image.original.name or "")


def digest_in(name):
    """Return the digest in a picture's name, or an empty string for a picture that was not stored here."""
    match = NAME.fullmatch(name)
    return match[1] if match else ""


def is_stored(picture_digest):
    """Tell whether a picture is there in every size."""
    return all(map(default_storage.exists, _names(name_of(picture_digest))))


def store(jpeg):
    """Store a JPEG and its smaller pictures unless they are there already; return the JPEG's name."""
    name = name_of(digest(jpeg))
    _put(name, lambda: jpeg)
    for side in SIDES:
        _put(_small_name(name, side), partial(thumbnail, jpeg, side))
    return name


def complete(name):
    """Make the smaller pictures that a stored one lacks, as after a change of sizes; return whether any was missing."""
    if not NAME.fullmatch(name) or not default_storage.exists(name) or all(map(default_storage.exists, _names(name))):
        return False
    with default_storage.open(name) as file:
        store(file.read())
    return True


def forget(picture_digest):
    """Delete a stored picture, also one whose writing was cut off; for pictures that no product shows."""
    for stored in _names(name_of(picture_digest)):
        default_storage.delete(stored)
        default_storage.delete(stored + PART)


@transaction.atomic
def save(product, jpeg, position):
    """Store a JPEG as the product's picture at a position (0 is the main one); return the ``ProductImage``."""
    editions.turn()
    return product.images.create(original=store(jpeg), display_order=position)


@transaction.atomic
def replace(product, jpegs):
    """Give a product exactly these pictures, in this order."""
    names = [store(jpeg) for jpeg in jpegs]
    editions.turn()
    product.images.all().delete()
    model = product.images.model
    rows = [model(product=product, original=name, display_order=place) for place, name in enumerate(names)]
    return model.objects.bulk_create(rows)


def small_url(image, side=CARD_SIDE):
    """Return the address of a smaller picture (``side``: one of ``SIDES``) of a ``ProductImage``."""
    name = image.original.name
    return default_storage.url(_small_name(name, side) if NAME.fullmatch(name) else name)


def srcset(image):
    """Return what a browser may choose from, or an empty text for a picture that was not stored here."""
    if not NAME.fullmatch(image.original.name):
        return ""
    return ", ".join(f"{small_url(image, side)} {side}w" for side in SIDES)


def thumb_url_of(picture_digest):
    """Return the address of a stored picture's smallest version."""
    return default_storage.url(_small_name(name_of(picture_digest), THUMB_SIDE))


def large_url_of(picture_digest):
    """Return the address of a stored picture as it was given."""
    return default_storage.url(name_of(picture_digest))


def large_url(image):
    """Return the address of the picture as it was given (at most 2,000 px)."""
    return default_storage.url(image.original.name)


def _small_name(name, side):
    return name.removesuffix(".jpg") + f".{side}.webp"


def _names(name):
    return [name, *(_small_name(name, side) for side in SIDES)]


def _put(name, content):
    """Write a file unless it is there; on a disk it appears under its name only when it is whole."""
    if default_storage.exists(name):
        return
    try:
        target = Path(default_storage.path(name))
    except NotImplementedError:
        default_storage.save(name, ContentFile(content()))
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + PART)
    part.write_bytes(content())
    part.chmod(settings.FILE_UPLOAD_PERMISSIONS)
    part.replace(target)


def thumbnail(jpeg, side):
    """Return a JPEG as a small WebP, no side longer than ``side`` pixels."""
    with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as picture:
        picture.draft("RGB", (side * 2, side * 2))
        small = picture.convert("RGB")
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    small.save(out, "WEBP", quality=QUALITY, method=2)
    return out.getvalue()
