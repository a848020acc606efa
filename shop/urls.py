"""All addresses of the site."""

from django.apps import apps
from django.conf import settings
from django.urls import include, path
from django.views.static import serve

from shop.campaign.health import healthz


def oscar_urls(label):
    return apps.get_app_config(label).urls


urlpatterns = [
    path("", include("shop.campaign.urls")),
    path("healthz", healthz, name="healthz"),
    path("catalogue/", oscar_urls("catalogue")),
    path("search/", oscar_urls("search")),
    path("basket/", oscar_urls("basket")),
    path("", include("shop.checkout.urls")),
    path("payments/", include("shop.payments.urls")),
    path("user/", include("shop.user.urls")),
    path("join/", include("procurement.urls.join")),
    path("unit/<str:code>/", include("procurement.urls.unit")),
    path("supplier/<str:code>/", include("procurement.urls.supplier")),
    path("supplier/<str:code>/imports/", include("catalogue_import.urls")),
    path("office/", include("procurement.urls.office")),
]
if settings.SERVE_MEDIA:
    urlpatterns += [path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT})]
