"""Addresses of the county office's look at bank transfers."""

from . import desk_urls
from .views.desks import at_office

app_name = "office_transfers"
urlpatterns = desk_urls.at(at_office)
