from django.http import HttpResponse
from django.urls import path


def home(request, **kwargs):
    return HttpResponse("")


app_name = "unit"
urlpatterns = [path("", home, name="home")]
