"""Addresses of the files of licences; each asks who is looking."""

from django.urls import path

from ..views import licences

app_name = "licences"
urlpatterns = [path("<str:token>/", licences.show, name="file")]
