"""The addresses of the site with refusals of one word: the crawl meets thousands, and drawing them is half its time."""

from django.http import HttpResponse

from shop.urls import urlpatterns  # noqa: F401


def handler404(request, exception):
    return HttpResponse("404", status=404)


def handler403(request, exception):
    return HttpResponse("403", status=403)
