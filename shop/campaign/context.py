"""What every page knows about the site and the person looking at it."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from shop.produce.models import Region
from shop.user import hats


def site(request):
    """Names of the site; the halls and the hats the person may wear are looked up only when a page asks."""
    return {
        "SITE_NAME": settings.SITE_NAME,
        "SITE_TAGLINE": settings.SITE_TAGLINE,
        "SITE_URL": settings.SITE_URL,
        "COUNTY_NAME": settings.COUNTY_NAME,
        "DEMO": settings.DEMO,
        "halls": SimpleLazyObject(lambda: list(Region.objects.partners())),
        "hats": SimpleLazyObject(lambda: hats.of(request.user)),
    }
