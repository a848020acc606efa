"""Where to go on after a form that stands on several pages."""

from django.utils.http import url_has_allowed_host_and_scheme


def way_back(request):
    """Return the address the form came with, if it is one of ours."""
    address = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if safe else "/"
