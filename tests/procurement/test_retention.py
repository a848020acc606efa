"""What collections keep for a while only is forgotten in time."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from procurement.collection import attempts, pledge_sheets, retention
from procurement.models import JoinAttempt, PledgeSheet

from . import sheets

Status = PledgeSheet.Status


@pytest.fixture
def uploaded(open_group_order, oranges, handler, now):
    """Return a function that uploads a sheet with one colleague in it and returns it."""

    def upload(at=now):
        filled = sheets.download(open_group_order, at)
        filled.add("李晓", "10090000001", {oranges: 2})
        return sheets.upload(filled, open_group_order, handler, at)

    return upload


def test_a_sheet_nobody_decided_on_is_put_away_after_fourteen_days(uploaded, now):
    sheet = uploaded()

    early = retention.purge(at=now + timedelta(days=13, hours=23))
    sheet.refresh_from_db()
    kept = sheet.rows
    late = retention.purge(at=now + timedelta(days=14))

    sheet.refresh_from_db()
    assert (early, late) == (0, 1) and kept
    assert (sheet.status, sheet.rows, sheet.refusals) == (Status.CANCELLED, [], {})
    assert retention.purge(at=now + timedelta(days=14)) == 0


def test_a_sheet_that_was_written_stays_as_it_is(uploaded, handler, now):
    sheet = uploaded()
    pledge_sheets.apply(sheet=sheet, by=handler, at=now)

    assert retention.purge(at=now + timedelta(days=40)) == 0

    sheet.refresh_from_db()
    assert sheet.status == Status.APPLIED and sheet.joined.count() == 1


def test_tries_of_codes_are_forgotten_after_an_hour(open_group_order, now):
    for minutes in (0, 30):
        attempts.count(group_order=open_group_order, address="10.0.0.1", at=now + timedelta(minutes=minutes))

    retention.purge(at=now + timedelta(minutes=61))

    assert JoinAttempt.objects.count() == 1


def test_the_command_says_how_many(uploaded, now):
    uploaded(now - timedelta(days=20))
    out = StringIO()

    call_command("purge_collections", stdout=out)

    assert "清理了 1 份" in out.getvalue()
