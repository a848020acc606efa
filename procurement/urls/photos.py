"""Addresses of photos of goods; each asks who is looking."""

from django.urls import path

from ..views import photos

app_name = "photos"
urlpatterns = [path("<str:token>/", photos.photo, name="photo")]
