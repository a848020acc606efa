"""Pages of entries by place: every entry once, forwards and backwards, whatever the order they were recorded in."""

import re
from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from procurement.figures import entry_pages
from procurement.models import LedgerEntry

from .closing_months import close, day
from .histories import buy, make_plan

SIZE = 7


@pytest.fixture
def entries(oranges, shopper, office):
    """30 entries of some days, recorded in any order, some too late for their closed month."""
    make_plan()
    random = Random(5)
    for _ in range(20):
        buy(oranges, 1, by=shopper, at=day(9) + timedelta(days=random.randint(0, 50)))
    close("2026-09", office, day(10, 5))
    for _ in range(10):
        buy(oranges, 1, by=shopper, at=day(9) + timedelta(days=random.randint(0, 50)))
    return LedgerEntry.objects.all()


def in_order(entries):
    return sorted(entries, key=lambda entry: (entry.period, entry.occurred_on, entry.pk), reverse=True)


def test_turning_pages_forwards_and_back_shows_every_entry_once(entries):
    pages = [entry_pages.read(entries, size=SIZE)]
    while pages[-1].older:
        pages.append(entry_pages.read(entries, size=SIZE, after=pages[-1].older))
    assert [entry for page in pages for entry in page.rows] == in_order(entries)
    assert [len(page.rows) for page in pages] == [7, 7, 7, 7, 2]
    assert [bool(page.newer) for page in pages] == [False, True, True, True, True]

    back = entry_pages.read(entries, size=SIZE, before=pages[-1].newer)
    for page in reversed(pages[:-1]):
        assert (back.rows, bool(back.newer), bool(back.older)) == (page.rows, bool(page.newer), True)
        back = entry_pages.read(entries, size=SIZE, before=back.newer) if back.newer else back


def test_the_last_page_ends_with_the_oldest(entries):
    last = entry_pages.read(entries, size=SIZE, is_last=True)

    assert last.rows == in_order(entries)[-SIZE:]
    assert (bool(last.newer), last.older) == (True, "")


@pytest.mark.parametrize("bad", ["x", "2026-13.2026-13-01.1", "2026-11.2026-11-31.1", f"2026-11.2026-11-20.{10**20}"])
def test_a_bad_place_shows_the_first_page(entries, bad):
    assert entry_pages.read(entries, size=SIZE, after=bad).rows == in_order(entries)[:SIZE]


def test_few_entries_have_no_other_page(entries):
    page = entry_pages.read(entries, size=30)
    assert (len(page.rows), page.newer, page.older) == (30, "", "")
    assert entry_pages.read(entries.none(), size=30) == entry_pages.Page([], "", "")


def test_the_page_of_entries_turns_by_place_and_keeps_its_filters(client, office, entries, monkeypatch):
    monkeypatch.setattr("procurement.views.office.ledger.PAGE_SIZE", SIZE)
    client.force_login(office)
    query = {"plan": "2026", "stage": "ORDERED"}
    seen, address, counts = [], "", []
    while address is not None:
        with CaptureQueriesContext(connection) as queries:
            html = client.get(reverse("office:ledger") + address, {} if address else query).content.decode()
        counts.append(len(queries))
        seen += re.findall(r'<td data-label="编号"><a href="/office/ledger/(\d+)/">', html)
        assert "共 30 条" in html
        found = re.search(r'href="([^"]+)"\s+rel="next"', html)
        address = found and found[1].replace("&amp;", "&")

    assert seen == [str(entry.pk) for entry in in_order(entries)]
    assert len(set(counts)) == 1
