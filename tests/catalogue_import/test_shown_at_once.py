"""What an import or its undoing changes is in the shop at once, also on pages made once for everybody."""

import pytest
from django.core.cache import cache
from django.test import Client

from shop.produce import editions

from .test_import import FULL


@pytest.fixture(autouse=True)
def kept(settings):
    settings.PAGE_CACHE, settings.LISTING_REVIEW = True, False
    cache.clear()
    yield
    cache.clear()


def listed():
    return Client().get("/catalogue/").content.decode()


def confirm(desk, row):
    catalogue_import = desk.uploaded(row)
    desk.post("confirm", catalogue_import.pk)
    return catalogue_import


def test_an_import_and_its_undoing_are_shown_at_once(desk):
    assert FULL["short_title"] not in listed() and FULL["short_title"] not in listed()

    first = confirm(desk, FULL)
    assert FULL["short_title"] in listed()

    confirm(desk, FULL | {"price": "71.30"})
    assert "71.30" in listed()

    desk.post("undo", first.pk)
    assert "71.30" in listed()


def test_undoing_a_new_product_takes_it_from_the_list(desk):
    first = confirm(desk, FULL)
    assert FULL["short_title"] in listed()

    desk.post("undo", first.pk)

    assert FULL["short_title"] not in listed()


def test_a_file_that_is_only_looked_at_changes_no_page(desk):
    before = editions.current()

    desk.uploaded(FULL)

    assert editions.current() == before
