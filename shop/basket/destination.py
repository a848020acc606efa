"""To which province a visitor wants to know the freight: as chosen on the basket's page, else the county's own."""

from shop.produce import provinces

KEY = "freight_to"


def of(request):
    """Return the code of a province; one in the address is remembered for this visit."""
    chosen = request.GET.get("to", "")
    if chosen in provinces.PROVINCES:
        request.session[KEY] = chosen
    return remembered(request) or provinces.home_code()


def remembered(request):
    """Return the code chosen in this visit, or an empty string."""
    return request.session.get(KEY, "")
