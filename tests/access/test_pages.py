"""Every page of the site stands in the matrix of who may open it and who may act on it."""

from django.urls import URLResolver, get_resolver

from . import pages


def walk(resolver, namespace=""):
    """Yield the full name of every page below a resolver."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from walk(one, namespace + (f"{one.namespace}:" if one.namespace else ""))
        else:
            yield namespace + (one.name or one.callback.__name__)


NAMES = sorted(set(walk(get_resolver())))


def test_every_page_is_in_the_matrix():
    assert not set(NAMES) - pages.names(), "enter new pages in tests/access/pages.py, at those who may use them"
    assert not pages.names() - set(NAMES), "these pages are gone"
