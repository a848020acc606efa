"""Addresses for units that ask to join; the key is the applicant's own."""

from django.urls import path

from ..views import applications

app_name = "apply"
urlpatterns = [
    path("unit/", applications.new, name="unit"),
    path("unit/<str:token>/", applications.detail, name="application"),
    path("unit/<str:token>/edit/", applications.edit, name="edit"),
]
