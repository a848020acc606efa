from django.http import HttpResponse
from django.urls import path


def home(request, **kwargs):
    return HttpResponse("")


app_name = "catalogue_import"
urlpatterns = [path("", home, name="home")]
