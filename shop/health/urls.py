from django.urls import path

from . import pages

app_name = "system"
urlpatterns = [path("", pages.index, name="index")]
