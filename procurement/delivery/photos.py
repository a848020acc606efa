"""Keep photos of acceptances and claims privately."""

import hashlib
import secrets

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from ..models import Photo


def keep(pictures, *, purchase_order, by, at, acceptance=None, claim_move=None):
    """Store pictures with what they prove.

    :param pictures: JPEG bytes that ``shop.produce.photos.encode`` wrote.
    """
    facts = {"purchase_order": purchase_order, "acceptance": acceptance, "claim_move": claim_move, "by": by, "at": at}
    Photo.objects.bulk_create(Photo(**facts, **_stored(jpeg)) for jpeg in pictures)


def read(photo):
    """Return a photo's JPEG bytes."""
    with storages["private"].open(photo.name) as file:
        return file.read()


def _stored(jpeg):
    name = storages["private"].save(f"photos/{secrets.token_urlsafe(24)}.jpg", ContentFile(jpeg))
    return {"name": name, "digest": hashlib.sha256(jpeg).hexdigest()}
