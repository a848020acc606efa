"""The pages of a collection sheet: who may open them, what they show, and the way of a file through them."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from procurement.collection import group_orders
from procurement.models import Participant, PledgeSheet
from tests import factories

from . import sheets, states


@pytest.fixture
def cast(handler, approver):
    return states.Cast(handler, approver, timezone.now())


@pytest.fixture
def collecting(unit, cast, oranges):
    row = group_orders.open(group_order=states.draft(unit, cast, [oranges]), by=cast.handler, at=cast.at)
    states.join(row, 2, cast, number=1, name="李晓", department="内科")
    return row


@pytest.fixture
def desk(client, handler):
    client.force_login(handler)
    return client


@pytest.fixture
def filled(desk, collecting):
    return sheets.Filled(b"".join(desk.get(address("pledge_sheet_workbook", collecting)).streaming_content))


def page(response):
    return response.content.decode()


def address(name, group_order, *more):
    return reverse(f"unit:{name}", args=[group_order.unit.code, group_order.number, *more])


def send(client, group_order, content, name="征集表.xlsx"):
    return client.post(address("pledge_sheets", group_order), {"file": SimpleUploadedFile(name, content)}, follow=True)


def test_a_sheet_goes_out_and_comes_back(desk, collecting, filled, oranges):
    assert address("pledge_sheets", collecting) in page(desk.get(address("group_order", collecting)))
    filled.put("李晓", oranges, 5)
    filled.add("陈静", "10090000003", {oranges: 1}, "外科")

    shown = page(send(desk, collecting, filled.file().read()))

    sheet = PledgeSheet.objects.get()
    assert "确认写入 2 人" in shown and "100****0003" in shown and "10090000003" not in shown
    assert "<del>2 箱</del>" in page(desk.get(f"{address('pledge_sheet', collecting, sheet.pk)}?outcome=有改动"))
    done = page(desk.post(address("pledge_sheet_apply", collecting, sheet.pk), follow=True))
    assert "新参加 1 人，修改 1 人" in done.replace("\n", "")
    link = reverse("join:participant", args=[Participant.objects.get(name="陈静").token])
    assert link in done, "the handler hands it out"
    assert desk.get(link).status_code == 200


def test_a_mistake_is_shown_with_sheet_cell_value_and_what_to_do(desk, collecting, filled, oranges):
    place = filled.put("李晓", oranges, "两箱")

    shown = page(send(desk, collecting, filled.file().read()))

    assert f"征集表!{place}" in shown and "两箱" in shown and "请填整数，如 12。" in shown
    assert "确认写入" not in shown


def test_a_conflict_is_shown_and_decided(desk, collecting, filled, oranges, cast):
    filled.put("李晓", oranges, 5)
    send(desk, collecting, filled.file().read())
    sheet, person = PledgeSheet.objects.get(), Participant.objects.get()
    group_orders.change(participant=person, quantities={collecting.items.get().pk: 9}, at=cast.at)

    refused = desk.post(address("pledge_sheet_apply", collecting, sheet.pk))

    assert refused.status_code == 409 and "2 箱 → 9 箱" in page(refused)
    assert "保留本人的修改" in page(refused)
    desk.post(address("pledge_sheet_apply", collecting, sheet.pk), {"keep": "on"})
    assert person.pledges.get().quantity == 9 and not PledgeSheet.objects.get().is_in_review


def test_a_closed_collection_says_that_nothing_is_lost(desk, collecting, filled, oranges, cast):
    filled.put("李晓", oranges, 5)
    send(desk, collecting, filled.file().read())
    sheet = PledgeSheet.objects.get()
    group_orders.close(group_order=collecting, by=cast.handler, at=cast.at)

    refused = desk.post(address("pledge_sheet_apply", collecting, sheet.pk))

    assert refused.status_code == 409 and "您填的内容还在" in page(refused)
    assert "正在征集" in page(desk.get(address("pledge_sheet_workbook", collecting), follow=True))
    assert "征集已截止" in page(send(desk, collecting, filled.file().read()))


def test_a_sheet_is_put_away_once(desk, collecting, filled):
    send(desk, collecting, filled.file().read())
    sheet = PledgeSheet.objects.get()

    assert "没有需要写入的" in page(desk.post(address("pledge_sheet_check", collecting, sheet.pk), follow=True))
    assert "已放弃" in page(desk.post(address("pledge_sheet_cancel", collecting, sheet.pk), follow=True))
    assert "没有重复办理" in page(desk.post(address("pledge_sheet_cancel", collecting, sheet.pk), follow=True))
    assert desk.post(address("pledge_sheet_apply", collecting, sheet.pk)).status_code == 409


@pytest.mark.parametrize("content", [b"", b"name,packs", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0" + b"\0" * 600])
def test_a_file_that_is_no_sheet_is_refused_in_words(desk, collecting, content):
    answer = send(desk, collecting, content)

    assert answer.status_code == 422 and "field__error" in page(answer)
    assert not PledgeSheet.objects.exists()


def test_a_workbook_without_a_collection_sheet_is_refused(desk, collecting):
    out = BytesIO()
    openpyxl.Workbook().save(out)

    assert "请先下载征集表" in page(send(desk, collecting, out.getvalue()))


@pytest.mark.parametrize(
    ("method", "name"),
    [
        ("get", "pledge_sheets"),
        ("post", "pledge_sheets"),
        ("get", "pledge_sheet_workbook"),
        ("get", "pledge_sheet"),
        ("post", "pledge_sheet_apply"),
        ("post", "pledge_sheet_check"),
        ("post", "pledge_sheet_cancel"),
    ],
)
def test_sheets_belong_to_the_units_handlers(client, desk, collecting, filled, member, stranger_handler, method, name):
    send(desk, collecting, filled.file().read())
    more = [] if name in ("pledge_sheets", "pledge_sheet_workbook") else [PledgeSheet.objects.get().pk]
    where = address(name, collecting, *more)

    client.logout()
    assert getattr(client, method)(where).url.startswith(reverse("user:login"))
    for person, status in ((member, 403), (stranger_handler, 404)):
        client.force_login(person)
        assert getattr(client, method)(where).status_code == status


def test_another_group_orders_sheet_is_not_found(desk, collecting, filled, unit, cast, oranges):
    send(desk, collecting, filled.file().read())
    other = states.draft(unit, cast, [oranges], title="另一张")

    for name in ("pledge_sheet", "pledge_sheet_apply", "pledge_sheet_cancel"):
        method = desk.get if name == "pledge_sheet" else desk.post
        assert method(address(name, other, PledgeSheet.objects.get().pk)).status_code == 404


def test_steps_are_taken_by_post_only(desk, collecting, filled):
    send(desk, collecting, filled.file().read())
    pk = PledgeSheet.objects.get().pk

    for name in ("pledge_sheet_apply", "pledge_sheet_check", "pledge_sheet_cancel"):
        assert desk.get(address(name, collecting, pk)).status_code == 405
    assert desk.post(address("pledge_sheet", collecting, pk)).status_code == 405


def test_pages_and_download_take_the_same_queries_for_few_and_many(desk, collecting, cast, oranges, supplier):
    counts = []
    for size in (3, 20):
        for number in range(size):
            states.join(collecting, 1, cast, number=size * 100 + number)
            collecting.items.create(product=factories.make_product(supplier))
        filled = sheets.download(collecting, cast.at)
        filled.add("新人", f"1009999{size:04d}", {oranges: 1})
        send(desk, collecting, filled.file().read())
        pk = PledgeSheet.objects.latest("pk").pk
        with CaptureQueriesContext(connection) as queries:
            for name, more in (("pledge_sheets", []), ("pledge_sheet_workbook", []), ("pledge_sheet", [pk])):
                assert desk.get(address(name, collecting, *more)).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]
