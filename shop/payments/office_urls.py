"""Addresses of the county office's look at online payments."""

from django.urls import path

from .views import office

app_name = "office_payments"
urlpatterns = [path("", office.index, name="index")]
