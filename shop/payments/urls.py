from django.http import HttpResponse
from django.urls import path


def home(request, **kwargs):
    return HttpResponse("")


app_name = "payments"
urlpatterns = [path("", home, name="home")]
