from django.urls import path

from .views import listings

app_name = "listing"
urlpatterns = [
    path("", listings.queue, name="queue"),
    path("decide/", listings.decide, name="decide"),
    path("products/<int:pk>/", listings.prices, name="prices"),
]
