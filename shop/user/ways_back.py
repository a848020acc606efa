"""Where to go on after a form: the one place that decides whether an address somebody sent may be gone to."""

from django.utils.http import url_has_allowed_host_and_scheme


def safe(request, address, otherwise):
    """Return an address if it is one of this site's, over HTTPS where the request came that way; else another."""
    hosts, is_secure = {request.get_host()}, request.is_secure()
    return address if url_has_allowed_host_and_scheme(address, hosts, require_https=is_secure) else otherwise


def after_form(request, otherwise="/"):
    """Return the address that the form on the page before named as ``next``."""
    return safe(request, request.POST.get("next", ""), otherwise)
