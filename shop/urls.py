"""All addresses of the site."""

from django.apps import apps
from django.conf import settings
from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path
from django.views.static import serve

from procurement.api.site import api
from shop.campaign.sitemaps import SITEMAPS, robots
from shop.health import views as health


def oscar_urls(label):
    return apps.get_app_config(label).urls


urlpatterns = [
    path("", include("shop.campaign.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.prometheus, name="metrics"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemaps.index, {"sitemaps": SITEMAPS}),
    path("sitemap-<section>.xml", sitemaps.sitemap, {"sitemaps": SITEMAPS}, "django.contrib.sitemaps.views.sitemap"),
    path("catalogue/", oscar_urls("catalogue")),
    path("search/", oscar_urls("search")),
    path("basket/", oscar_urls("basket")),
    path("", include("shop.checkout.urls")),
    path("payments/", include("shop.payments.urls")),
    path("user/", include("shop.user.urls")),
    path("user/data/", include("shop.privacy.urls")),
    path("security/", include("shop.user.security_urls")),
    path("system/", include("shop.health.urls")),
    path("audit/", include("shop.trail.urls")),
    path("help/", include("shop.guide.urls")),
    path("inbox/", include("shop.inbox.urls")),
    path("join/", include("procurement.urls.join")),
    path("photos/", include("procurement.urls.photos")),
    path("licences/", include("procurement.urls.licences")),
    path("invitation/", include("procurement.urls.invitations")),
    path("apply/", include("procurement.urls.applications")),
    path("papers/", include("procurement.urls.papers")),
    path("unit/<str:code>/payments/", include("shop.payments.unit_urls")),
    path("unit/<str:code>/", include("procurement.urls.unit")),
    path("supplier/<str:code>/", include("procurement.urls.supplier")),
    path("supplier/<str:code>/payments/", include("shop.payments.supplier_urls")),
    path("supplier/<str:code>/imports/", include("catalogue_import.urls")),
    path("office/listings/", include("catalogue_import.listing_urls")),
    path("office/payments/", include("shop.payments.office_urls")),
    path("office/transfers/", include("shop.payments.transfer_urls")),
    path("office/campaign/", include("shop.campaign.office_urls")),
    path("api/v1/", api.urls),
    path("office/", include("procurement.urls.office")),
]
if settings.SERVE_MEDIA:
    urlpatterns += [path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT})]
