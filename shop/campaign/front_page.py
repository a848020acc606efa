"""Arrange the front page: change a draft, look at it, publish it, go back to an earlier one."""

from django.db import IntegrityError, transaction

from shop.produce import editions

from . import blocks
from .models import FrontPage


class NothingToPublish(Exception):
    """There is no draft."""

    def __init__(self):
        super().__init__("没有改动可以发布。")


def live():
    """Return the blocks that the public sees."""
    page = FrontPage.objects.exclude(published_at=None).first()
    return blocks.read(page.blocks if page else [])


def draft():
    """Return the draft, or None when nothing was changed since the last publication."""
    return FrontPage.objects.filter(published_at=None).first()


def draft_blocks():
    """Return the blocks as the office last left them."""
    page = draft()
    return blocks.read(page.blocks) if page else live()


@transaction.atomic
def change(*, change, by, at):
    """Let ``change(blocks)`` make the next draft of the blocks.

    Two people who begin a draft at once work on the same one: the database allows no second.
    """
    page = FrontPage.objects.select_for_update().filter(published_at=None).first()
    if page is None:
        page = _begin(by, at)
    page.blocks = blocks.as_rows(change(blocks.read(page.blocks)))
    page.changed_by, page.changed_at = by, at
    page.save(update_fields=["blocks", "changed_by", "changed_at"])
    return page


@transaction.atomic
def publish(*, by, at):
    """Show the draft to the public.

    :raises NothingToPublish: if there is none.
    """
    page = FrontPage.objects.select_for_update().filter(published_at=None).first()
    if page is None:
        raise NothingToPublish
    page.changed_by, page.changed_at, page.published_at = by, at, at
    page.save(update_fields=["changed_by", "changed_at", "published_at"])
    editions.turn()
    return page


@transaction.atomic
def discard():
    """Forget the draft."""
    FrontPage.objects.filter(published_at=None).delete()


def restore(*, page, by, at):
    """Make an earlier arrangement the draft."""
    return change(change=lambda _now: blocks.read(page.blocks), by=by, at=at)


def _begin(by, at):
    facts = {"blocks": blocks.as_rows(live()), "changed_by": by, "changed_at": at}
    try:
        with transaction.atomic():
            return FrontPage.objects.create(**facts)
    except IntegrityError:
        return FrontPage.objects.select_for_update().get(published_at=None)
