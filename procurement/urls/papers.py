"""Where the QR code of a paper leads."""

from django.urls import path

from ..views import papers

app_name = "papers"
urlpatterns = [path("<str:token>/", papers.check, name="check")]
