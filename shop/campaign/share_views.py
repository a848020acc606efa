"""Pictures with a QR code to send round, drawn once an hour at most."""

import hashlib

from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from shop.catalogue import offers
from shop.produce import products
from shop.produce.models import Region

from . import share_drawing, share_pictures

HOUR = 60 * 60


@require_safe
@cache_control(public=True, max_age=HOUR)
def site(request):
    return _picture(share_pictures.of_site(Region.objects.partners()))


@require_safe
@cache_control(public=True, max_age=HOUR)
def product(request, pk):
    """The picture of a product on sale."""
    found = get_object_or_404(products.with_facts(products.on_sale()), pk=pk)
    return _picture(share_pictures.of_product(offers.Offer(found, timezone.localdate().month)))


def _picture(sheet):
    """Answer with a drawn sheet; what is on it names it in the cache."""
    facts = repr((sheet.words, sheet.qr_of, hashlib.sha256(sheet.picture).hexdigest()))
    key = f"share-picture:{hashlib.sha256(facts.encode()).hexdigest()}"
    content, kind = cache.get_or_set(key, lambda: share_drawing.draw(sheet), HOUR)
    return HttpResponse(content, content_type=kind)
