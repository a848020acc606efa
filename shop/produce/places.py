"""Where produce comes from: a partner region and the county-level places inside it."""

from .models import Region


def within(region):
    """Return a region followed by its counties."""
    return [region, *Region.objects.filter(parent=region)]


def by_name(places):
    """Return ``{name, short name or code: place}``; a full name wins over another's short name."""
    shorts = {place.short_name: place for place in places if len(place.short_name) > 1}
    return shorts | {place.code: place for place in places} | {place.name: place for place in places}
