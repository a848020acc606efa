"""Write stories and notices: keep, publish now or later, take back, remove."""

import hashlib
import io

from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image

from shop.produce import editions, photos

from .models import Article


class Refused(Exception):
    """What is asked does not fit; the message tells the person why."""


@transaction.atomic
def write(*, by, at, article=None, picture=None, drop_picture=False, **facts):
    """Create or change an article; ``picture`` is the bytes of an upload, encoded anew.

    :raises shop.produce.photos.BadPhoto: if the picture cannot be taken.
    """
    jpeg = photos.encode(picture) if picture else None
    article = article or Article(created_by=by, created_at=at)
    for name, value in facts.items():
        setattr(article, name, value)
    article.changed_by, article.changed_at = by, at
    if article.picture and (jpeg or drop_picture):
        _forget(article.picture)
        article.picture = ""
    if jpeg:
        # Named after its content: a changed picture gets a new address, and caches never show the old one.
        article.picture.save(f"{hashlib.sha256(jpeg).hexdigest()[:32]}.jpg", ContentFile(jpeg), save=False)
        article.picture_width, article.picture_height = Image.open(io.BytesIO(jpeg)).size
    article.save()
    editions.turn()
    return article


def publish(*, article, by, at, publish_at=None):
    """Show an article from now on, or from a later time.

    :raises Refused: if that time is over.
    """
    if publish_at and publish_at < at:
        raise Refused("发布时间已经过去，请选以后的时间，或直接发布。")
    return _set(article, publish_at or at, by, at)


def withdraw(*, article, by, at):
    """Make an article a draft again: the public sees it no more."""
    return _set(article, None, by, at)


def next_turn(at):
    """Return when the next scheduled article appears by itself, or None."""
    coming = Article.objects.filter(publish_at__gt=at).order_by("publish_at")
    return coming.values_list("publish_at", flat=True).first()


@transaction.atomic
def remove(*, article):
    """Delete a draft.

    :raises Refused: if the public may have read it; it is to be withdrawn first.
    """
    if not article.is_draft:
        raise Refused("已发布的文章请先撤回，再删除。")
    if article.picture:
        _forget(article.picture)
    article.delete()


def _forget(picture):
    """Delete a picture's file once nothing refers to it any more."""
    storage, name = picture.storage, picture.name
    transaction.on_commit(lambda: storage.delete(name))


@transaction.atomic
def _set(article, publish_at, by, at):
    article.publish_at, article.changed_by, article.changed_at = publish_at, by, at
    article.save(update_fields=["publish_at", "changed_by", "changed_at"])
    editions.turn()
    return article
