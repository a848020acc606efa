"""Who asks, when a proxy of ours stands in between: limits and lockouts count people, not proxies."""

from ipaddress import ip_address, ip_network

from django.conf import settings

# An address that no list of allowed ones has.
NOBODY = "0.0.0.0"  # noqa: S104 (said of nobody, not listened on)


class ClientAddressMiddleware:
    """Put the visitor's address in ``REMOTE_ADDR``: the last one in ``X-Forwarded-For`` that is none of our proxies'.

    The header is believed only from proxies in ``TRUSTED_PROXIES``; ``unix`` among them means a local socket.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if _is_ours(request.META.get("REMOTE_ADDR", "")):
            request.META["REMOTE_ADDR"] = _visitor(request.META.get("HTTP_X_FORWARDED_FOR", ""))
        return self.get_response(request)


def _visitor(header):
    addresses = [address.strip() for address in header.split(",") if address.strip()]
    while len(addresses) > 1 and _is_ours(addresses[-1]):
        addresses.pop()
    return addresses[-1] if addresses and _parsed(addresses[-1]) else NOBODY


def _is_ours(text):
    if not text:
        return "unix" in settings.TRUSTED_PROXIES
    address = _parsed(text)
    networks = [network for network in settings.TRUSTED_PROXIES if network != "unix"]
    return bool(address) and any(address in ip_network(network) for network in networks)


def _parsed(text):
    try:
        return ip_address(text)
    except ValueError:
        return None
