"""Photos of acceptances and claims, for those who may see the order and nobody else."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from ..delivery import photos
from ..models import Photo
from ..rules import is_buyer, is_office, is_seller


@require_GET
@cache_control(private=True, max_age=3600)
def photo(request, token):
    """Answer with the JPEG; 404 to anybody who may not see the order."""
    rows = Photo.objects.select_related("purchase_order__order", "purchase_order__supplier", "purchase_order__unit")
    found = get_object_or_404(rows, token=token)
    if not _may_see(request, found.purchase_order):
        raise Http404
    headers = {"X-Content-Type-Options": "nosniff", "Content-Disposition": "inline"}
    return HttpResponse(photos.read(found), content_type="image/jpeg", headers=headers)


def _may_see(request, purchase_order):
    user = request.user
    key = request.GET.get("key", "")
    if purchase_order.is_public and constant_time_compare(key, purchase_order.access_token):
        return True
    if not user.is_authenticated:
        return False
    unit = purchase_order.unit
    if unit is not None and unit.memberships.filter(user=user).exists():
        return True
    return is_seller(user, purchase_order) or is_buyer(user, purchase_order) or is_office(user)
