"""What a unit keeps about itself, and the address a group order goes to."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from procurement.buyers import delivery_addresses
from procurement.models import GroupOrder, InvoiceTitle, Role, Unit
from procurement.models.group_orders import new_token
from tests import factories

PLACE = {"street": "食堂后门", "contact": "李师傅", "mobile": "13800001234"}
TITLE = {
    "name": "建湖县测试单位工会委员会",
    "credit_code": factories.credit_code(7, "81"),
    "bank_account": "3209 0000 01",
}


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def canteen(unit, administrator):
    delivery_addresses.add(unit=unit, by=administrator, at=timezone.now(), **PLACE)
    return unit.delivery_addresses.get()


def address(name, unit, *args):
    return reverse(f"unit:{name}", args=[unit.code, *args])


def page(response):
    return response.content.decode()


def test_an_administrator_writes_contact_and_titles(desk, unit):
    desk.post(address("contact", unit), {"contact_name": "王科长", "contact_phone": "0515-86210000"})
    desk.post(address("title", unit, "union"), TITLE)
    desk.post(address("title", unit, "unit"), {"name": unit.name, "credit_code": factories.credit_code(8)})

    shown = page(desk.get(address("settings", unit)))

    assert all(words in shown for words in ("王科长", TITLE["name"], TITLE["credit_code"], factories.credit_code(8)))
    assert unit.invoice_titles.count() == 2
    assert Unit.objects.get(pk=unit.pk).credit_code == factories.credit_code(8)


@pytest.mark.parametrize(
    ("buyer", "change", "sentence"),
    [
        ("union", {"credit_code": factories.credit_code(1)}, "以 81 开头"),
        ("union", {"credit_code": "81320925DEM0000071"}, "不正确"),
        ("union", {"bank_account": "我的账号"}, "银行账号"),
        ("unit", {"credit_code": factories.credit_code(9)}, "属于已有的单位"),
    ],
)
def test_a_wrong_title_is_refused_at_its_field(desk, unit, buyer, change, sentence):
    factories.UnitFactory(credit_code=factories.credit_code(9))

    answer = desk.post(address("title", unit, buyer), {**TITLE, **change})

    assert answer.status_code == 400 and sentence in page(answer)
    assert not InvoiceTitle.objects.exists()


def test_there_are_titles_of_unit_and_union_only(desk, unit):
    assert desk.get(address("title", unit, "friend")).status_code == 404


def test_addresses_are_added_changed_swapped_and_removed(desk, unit):
    desk.post(address("address_new", unit), PLACE)
    row = unit.delivery_addresses.get()
    desk.post(address("address", unit, row.pk), {**PLACE, "contact": "赵师傅"})
    desk.post(address("address_make_default", unit, row.pk))
    unit.refresh_from_db()
    assert (unit.delivery_street, unit.delivery_contact) == ("食堂后门", "赵师傅")
    desk.post(address("address_default", unit), {**PLACE, "street": "食堂前门"})
    desk.post(address("address_remove", unit, row.pk))

    places = desk.get(address("settings", unit)).context["places"]

    assert [(place.street, place.is_default) for place in places] == [("食堂前门", True)]
    assert not unit.delivery_addresses.exists()


def test_members_look_without_whole_telephone_numbers(client, unit, member, handler, canteen):
    for person, is_whole in ((member, False), (handler, True)):
        client.force_login(person)
        shown = page(client.get(address("settings", unit)))
        assert (PLACE["mobile"] in shown) == is_whole
        assert "食堂后门" in shown and "新增地址" not in shown


def pages(unit, canteen):
    return [
        ("get", address("contact", unit)),
        ("post", address("contact", unit)),
        ("post", address("title", unit, "unit")),
        ("post", address("address_new", unit)),
        ("post", address("address_default", unit)),
        ("post", address("address", unit, canteen.pk)),
        ("post", address("address_make_default", unit, canteen.pk)),
        ("post", address("address_remove", unit, canteen.pk)),
    ]


def test_only_the_units_administrator_changes_anything(client, unit, canteen, handler, stranger_handler):
    other = factories.join_unit(factories.UnitFactory(), Role.ADMINISTRATOR)
    for person, status in ((handler, 403), (stranger_handler, 404), (other, 404)):
        client.force_login(person)
        for method, where in pages(unit, canteen):
            assert getattr(client, method)(where, PLACE).status_code == status
    assert unit.delivery_addresses.get() == canteen and unit.records.count() == 1


def test_an_address_of_another_unit_is_not_reached_through_ones_own(client, canteen):
    other = factories.UnitFactory()
    client.force_login(factories.join_unit(other, Role.ADMINISTRATOR))

    for name in ("address", "address_make_default", "address_remove"):
        assert client.post(address(name, other, canteen.pk), PLACE).status_code == 404


def test_swapping_and_removing_take_post_only(desk, unit, canteen):
    for name in ("address_make_default", "address_remove"):
        assert desk.get(address(name, unit, canteen.pk)).status_code == 405
    assert desk.post(address("settings", unit)).status_code == 405


def draft_form(**changes):
    return {
        "title": "春节慰问",
        "purpose": "FESTIVAL",
        "access": "LINK",
        "fund_source": "UNION",
        "deadline_at": (timezone.localtime() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M"),
        "note": "",
        "delivery_street": "别处 9 号",
        "delivery_contact": "别人",
        "delivery_mobile": "13900000000",
        "key": new_token(),
        **changes,
    }


def test_a_group_order_goes_to_the_address_that_was_chosen(client, unit, handler, canteen):
    client.force_login(handler)
    new = address("group_order_new", unit)
    asked = client.get(new)
    assert asked.context["chosen_place"] == "default" and "食堂后门" in page(asked)

    streets = []
    for place in (str(canteen.pk), "default", "", "999999", "x"):
        client.post(new, draft_form(place=place))
        streets.append(GroupOrder.objects.order_by("-pk").first().delivery_street)

    assert streets == ["食堂后门", "测试路 1 号", "别处 9 号", "别处 9 号", "别处 9 号"]
    number = GroupOrder.objects.order_by("pk").first().number
    assert client.get(address("group_order_edit", unit, number)).context["chosen_place"] == str(canteen.pk)


def test_with_one_address_there_is_nothing_to_choose(client, unit, handler):
    client.force_login(handler)

    assert 'name="place"' not in page(client.get(address("group_order_new", unit)))


def test_the_page_takes_the_same_queries_for_1_address_as_for_10(desk, unit, administrator):
    counts = []
    for size in (1, 9):
        for number in range(size):
            unit.delivery_addresses.create(street=f"{size}{number}", contact="李", mobile="13800001234")
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(address("settings", unit)).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]
