"""A collection sheet confirmed while others act, on PostgreSQL with real threads."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from oscar.core.loading import get_model

from procurement.collection import group_orders, pledge_sheets
from procurement.models import Participant, PledgeSheet, Role
from shop.user.hats import OFFICE_GROUP
from tests import factories

from . import sheets, states
from .test_pledge_concurrency import at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def only_on_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


@pytest.fixture
def cast(transactional_db, now):
    """Other tests may have emptied the tables, with the rows that migrations made."""
    Group.objects.get_or_create(name=OFFICE_GROUP)
    get_model("address", "Country").objects.get_or_create(iso_3166_1_a2="CN", defaults={"printable_name": "中国"})
    unit = factories.UnitFactory()
    cast = states.Cast(factories.join_unit(unit, Role.HANDLER), None, now)
    cast.unit = unit
    return cast


@pytest.fixture
def sheet(cast):
    """李晓 wants 2; the sheet says 4, and has somebody new."""
    oranges = factories.make_product(stock=500)
    draft = states.draft(cast.unit, cast, [oranges])
    collecting = group_orders.open(group_order=draft, by=cast.handler, at=cast.at)
    states.join(collecting, 2, cast, number=1, name="李晓")
    filled = sheets.download(collecting, cast.at)
    filled.put("李晓", oranges, 4)
    filled.add("陈静", "10090000003", {oranges: 1})
    return sheets.upload(filled, collecting, cast.handler, cast.at)


def quantities():
    return sorted(Participant.objects.values_list("name", "pledges__quantity"))


def test_a_sheet_confirmed_by_two_at_once_is_written_once(sheet, cast):
    how = {"sheet": sheet, "by": cast.handler, "at": cast.at}

    results = at_once([lambda: pledge_sheets.apply(**how)] * 4)

    done = [result for result in results if isinstance(result, PledgeSheet)]
    assert len(done) == 1 and all("没有重复办理" in str(each) for each in results if each not in done)
    assert quantities() == [("李晓", 4), ("陈静", 1)]


@pytest.mark.parametrize("_", range(3))
def test_somebody_who_changes_their_mind_at_that_moment_is_never_overwritten(sheet, cast, _):
    person, item = Participant.objects.get(), sheet.group_order.items.get()

    written, _ = at_once(
        [
            lambda: pledge_sheets.apply(sheet=sheet, by=cast.handler, at=cast.at),
            lambda: group_orders.change(participant=person, quantities={item.pk: 7}, at=cast.at),
        ]
    )

    is_written = isinstance(written, PledgeSheet)
    assert quantities() == ([("李晓", 7), ("陈静", 1)] if is_written else [("李晓", 7)])
    assert is_written or "李晓在您下载之后改过" in str(written)


@pytest.mark.parametrize("_", range(3))
def test_a_close_at_that_moment_takes_all_of_the_sheet_or_nothing(sheet, cast, _):
    group_order = sheet.group_order

    written, closed = at_once(
        [
            lambda: pledge_sheets.apply(sheet=sheet, by=cast.handler, at=cast.at),
            lambda: group_orders.close(group_order=group_order, by=cast.handler, at=cast.at),
        ]
    )

    is_written = isinstance(written, PledgeSheet)
    assert closed.items.get().quantity == (5 if is_written else 2)
    assert quantities() == ([("李晓", 4), ("陈静", 1)] if is_written else [("李晓", 2)])
