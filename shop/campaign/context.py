"""What every page knows about the site and the person looking at it."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from shop.user import hats


def site(request):
    """Names of the site, and the hats the person may wear (looked up only when a page asks)."""
    return {
        "SITE_NAME": settings.SITE_NAME,
        "SITE_TAGLINE": settings.SITE_TAGLINE,
        "COUNTY_NAME": settings.COUNTY_NAME,
        "DEMO": settings.DEMO,
        "hats": SimpleLazyObject(lambda: hats.of(request.user)),
    }
