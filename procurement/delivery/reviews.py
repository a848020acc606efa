"""What shoppers say of goods they received, once a line; the supplier answers once, the office may hide."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Sum
from oscar.core.loading import get_model

from shop.produce import editions, pictures
from shop.produce.models import Dossier

from ..models import Review, ReviewPhoto
from ..moves import Refused, Repeated
from .purchase_order_moves import lock

MOST_PHOTOS = 3
Line = get_model("order", "Line")


def is_received(purchase_order, at):
    """Tell whether the buyer has the goods: signed for, or all sent long enough ago."""
    if purchase_order.is_accepted:
        return True
    waited = timedelta(days=settings.REVIEW_DAYS)
    return purchase_order.is_shipped and purchase_order.shipped_at + waited <= at


def open_lines(purchase_order, at):
    """Return the lines of a public order that its buyer may still speak of."""
    if not purchase_order.is_public or not is_received(purchase_order, at):
        return []
    lines = purchase_order.order.lines.filter(review=None).exclude(product=None)
    return list(lines.select_related("product__dossier").order_by("pk"))


@transaction.atomic
def write(*, purchase_order, line, stars, words, by, at, photos=()):
    """Keep what a buyer says of one line.

    :param photos: JPEG bytes that ``shop.produce.photos.encode`` wrote, at most three.
    :raises Repeated: if it was said before.
    :raises Refused: before the goods are there, for a unit's order, or with too many photos.
    """
    locked = lock(purchase_order)
    if not locked.is_public or not is_received(locked, at):
        raise Refused("收到货之后才能评价。")
    if len(photos) > MOST_PHOTOS:
        raise Refused(f"最多 {MOST_PHOTOS} 张照片。")
    line = locked.order.lines.filter(pk=line.pk).exclude(product=None).first()
    if line is None:
        raise Refused("这张订单里没有这种商品。")
    if Review.objects.filter(line=line).exists():
        raise Repeated("这种商品已经评价过，没有重复提交。")
    facts = {"product": line.product, "supplier": locked.supplier, "stars": stars, "words": words}
    review = Review.objects.create(line=line, name=_short_name(locked), by=by, at=at, **facts)
    ReviewPhoto.objects.bulk_create(
        ReviewPhoto(review=review, digest=pictures.digest_in(pictures.store(jpeg))) for jpeg in photos
    )
    count(line.product_id)
    return review


@transaction.atomic
def answer(*, review, words, by, at):
    """Let the supplier answer, once.

    :raises Repeated: if it has answered.
    """
    answered = Review.objects.filter(pk=review.pk, answered_at=None)
    if not answered.update(answer=words, answered_by=by, answered_at=at):
        raise Repeated("已经回复过，每条评价只能回复一次。")
    editions.turn()


@transaction.atomic
def hide(*, review, reason, by, at):
    """Let the office take a review off the product's page, with a reason that its supplier reads.

    :raises Repeated: if it is hidden.
    """
    shown = Review.objects.filter(pk=review.pk, hidden_at=None)
    if not shown.update(hidden_reason=reason, hidden_by=by, hidden_at=at):
        raise Repeated("这条评价已经隐藏。")
    count(review.product_id)


@transaction.atomic
def show(*, review):
    """Put a hidden review back.

    :raises Repeated: if it is not hidden.
    """
    hidden = Review.objects.filter(pk=review.pk, hidden_at__isnull=False)
    if not hidden.update(hidden_reason="", hidden_by=None, hidden_at=None):
        raise Repeated("这条评价没有隐藏。")
    count(review.product_id)


def count(product_pk):
    """Bring the sums that cards show to what is shown; call inside a transaction."""
    dossier = Dossier.objects.select_for_update(of=("self",)).filter(product=product_pk)
    list(dossier)
    sums = Review.objects.shown().filter(product=product_pk).order_by().aggregate(n=Count("pk"), stars=Sum("stars"))
    dossier.update(review_count=sums["n"], review_stars=sums["stars"] or 0)
    editions.turn()


def _short_name(purchase_order):
    """Return the buyer's name as the public may read it: the first letter only."""
    name = purchase_order.order.shipping_address.first_name if purchase_order.order.shipping_address else ""
    return f"{name[:1]}**" if name else "顾客"
