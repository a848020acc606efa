"""The list of people who may join: as a workbook, one by one, and what is wrong at which cell."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from procurement.collection import group_orders, listed_people, people_workbook
from procurement.collection.people_workbook import Person
from procurement.models import Access, GroupOrder
from procurement.workbooks import safety

from . import states
from .test_unit_workbook import HOSTILE

HEADER = ("姓名", "部门", "手机号", "尾号")


@pytest.fixture
def cast(handler, approver):
    return states.Cast(handler, approver, timezone.now())


@pytest.fixture
def draft(unit, cast, oranges):
    made = states.draft(unit, cast, [oranges])
    GroupOrder.objects.filter(pk=made.pk).update(access=Access.LIST)
    made.refresh_from_db()
    return made


def book(*rows, header=HEADER):
    made = openpyxl.Workbook()
    for row in (header, *rows):
        made.active.append(row)
    out = BytesIO()
    made.save(out)
    out.seek(0)
    return out


def address(group_order, name="listed_people", *more):
    return reverse(f"unit:{name}", args=[group_order.unit.code, group_order.number, *more])


def upload(client, group_order, file):
    return client.post(address(group_order), {"file": SimpleUploadedFile("名单.xlsx", file.getvalue())})


def page(response):
    return response.content.decode()


def test_a_list_is_read_as_people_write_it():
    rows = ("张 三", "内科", 10090000001), ("买买提•艾力", None, "+86 100-9000-0002"), ("李四", "", "", 42)

    people, mistakes = people_workbook.read(book(*rows))

    assert not mistakes
    assert people == [
        Person("张三", "0001", "内科", "10090000001"),
        Person("买买提·艾力", "0002", "", "10090000002"),
        Person("李四", "0042"),
    ]


@pytest.mark.parametrize(
    ("row", "cell", "sentence"),
    [
        (("", "内科", "10090000001", ""), "A2", "请填写姓名"),
        (("张" * 41, "", "10090000001", ""), "A2", "最多 40 个字"),
        (("张三", "科" * 41, "10090000001", ""), "B2", "最多 40 个字"),
        (("张三", "", "1.38E+10", ""), "C2", "请填写 11 位手机号"),
        (("张三", "", "", ""), "C2", "请填写手机号，或者手机尾号"),
        (("张三", "", "", "12345"), "D2", "后 4 位数字"),
        (("张三", "", "", "²²²²²"), "D2", "后 4 位数字"),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(row, cell, sentence):
    people, [mistake] = people_workbook.read(book(row))

    assert not people and mistake.cell == cell and sentence in mistake.message


def test_the_same_person_twice_is_a_mistake():
    _, [mistake] = people_workbook.read(book(("张三", "", "10090000001", ""), ("张三", "", "", "0001")))

    assert (mistake.cell, mistake.message) == ("A3", "这个姓名和尾号在文件里出现了不止一次。")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_list_is_refused_as_a_list_of_units_is(name):
    make, sentence = HOSTILE[name]

    with pytest.raises(safety.Refused) as refused:
        people_workbook.read(make())
    assert str(refused.value) == sentence


def test_the_empty_list_to_download_can_be_filled_in_and_uploaded(client, draft, cast):
    client.force_login(cast.handler)
    downloaded = client.get(address(draft, "listed_people_template"))
    made = openpyxl.load_workbook(BytesIO(downloaded.content))
    made.active.append(["张三", "内科", "10090000001", ""])
    out = BytesIO()
    made.save(out)

    response = upload(client, draft, out)

    assert response.status_code == 302
    assert "新增 1 人，修改 0 人" in page(client.get(response.url))
    assert "100****0001" in page(client.get(response.url)) and "10090000001" not in page(client.get(response.url))


def test_a_list_with_one_mistake_adds_nobody_and_shows_the_cell(client, draft, cast):
    client.force_login(cast.handler)

    response = upload(client, draft, book(("张三", "", "10090000001", ""), ("李四", "", "123", "")))

    assert response.status_code == 422 and ">C3<" in page(response)
    assert not draft.listed.exists()


@pytest.mark.parametrize(
    ("file", "sentence"), [(BytesIO(b"x"), "不是 .xlsx 工作簿"), (book(header=("名",)), "没有找到“姓名”这一列")]
)
def test_a_file_that_is_no_list_is_refused_in_words(client, draft, cast, file, sentence):
    client.force_login(cast.handler)

    response = upload(client, draft, file)

    assert response.status_code == 422 and sentence in page(response)


def test_a_list_uploaded_again_adds_who_is_new_and_learns_departments(draft, cast):
    who = {"group_order": draft, "by": cast.handler, "at": cast.at}
    listed_people.put(people=[Person("张三", "0001"), Person("李四", "0002", "外科")], **who)

    people = [Person("张三", "0001", "内科"), Person("李四", "0002"), Person("王五", "3333")]
    told = listed_people.put(people=people, **who)

    assert told == (1, 1)
    assert dict(draft.listed.values_list("name", "department")) == {"张三": "内科", "李四": "外科", "王五": ""}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"name": "赵六", "mobile": "1234"}, ""),
        ({"name": "赵六", "mobile": "10090000009"}, ""),
        ({"name": "赵六", "mobile": ""}, "请填写手机号，或者后 4 位"),
        ({"name": "赵六", "mobile": "12345"}, "请填写 11 位手机号"),
        ({"name": " ", "mobile": "1234"}, "请填写姓名"),
    ],
)
def test_one_more_person_is_added_also_while_collecting(client, draft, cast, data, sentence):
    client.force_login(cast.handler)
    GroupOrder.objects.filter(pk=draft.pk).update(status="OPEN")

    response = client.post(address(draft, "listed_person_add"), data)

    assert response.status_code == (422 if sentence else 302) and sentence in page(response)
    assert draft.listed.exists() == (not sentence)
    assert draft.moves.filter(reason="名单增加 1 人").exists() == (not sentence)


def test_who_is_taken_off_the_list_keeps_what_they_pledged(client, draft, cast):
    listed_people.put(group_order=draft, people=[Person("职工0", "0000")], by=cast.handler, at=cast.at)
    group_orders.open(group_order=draft, by=cast.handler, at=cast.at)
    joined = states.join(draft, 2, cast)
    client.force_login(cast.handler)
    assert "已参加" in page(client.get(address(draft)))

    client.post(address(draft, "listed_person_remove", draft.listed.get().pk))

    joined.refresh_from_db()
    assert not draft.listed.exists()
    assert (joined.listed, joined.withdrawn_at, joined.pledges.get().quantity) == (None, None, 2)


@pytest.mark.parametrize(
    ("changes", "sentence"), [({"status": "CLOSED"}, "已经截止，不能再改名单"), ({"access": "LINK"}, "不按名单参加")]
)
def test_a_list_is_not_changed_once_closed_or_where_there_is_none(draft, cast, changes, sentence):
    GroupOrder.objects.filter(pk=draft.pk).update(**changes)

    with pytest.raises(group_orders.Refused, match=sentence):
        listed_people.put(group_order=draft, people=[Person("张三", "0001")], by=cast.handler, at=cast.at)


@pytest.mark.parametrize("name", ["listed_people", "listed_people_template", "listed_person_add"])
def test_the_list_is_seen_by_the_handlers_of_its_unit_only(client, draft, member, approver, stranger_handler, name):
    send = "post" if name == "listed_person_add" else "get"
    for person, status in ((member, 403), (approver, 403), (stranger_handler, 404)):
        client.force_login(person)
        assert getattr(client, send)(address(draft, name)).status_code == status


def test_nobody_is_taken_off_the_list_of_another_group_order(client, unit, draft, cast, oranges):
    other = states.draft(unit, cast, [oranges])
    GroupOrder.objects.filter(pk=other.pk).update(access=Access.LIST)
    listed_people.put(group_order=other, people=[Person("张三", "0001")], by=cast.handler, at=cast.at)
    client.force_login(cast.handler)

    client.post(address(draft, "listed_person_remove", other.listed.get().pk))

    assert other.listed.exists()


def test_the_list_takes_the_same_queries_for_5_as_for_50(client, draft, cast):
    client.force_login(cast.handler)
    client.get(address(draft))
    counts = []
    for size in (5, 50):
        people = [Person(f"职工{number}", f"{number:04d}") for number in range(size)]
        listed_people.put(group_order=draft, people=people, by=cast.handler, at=cast.at)
        with CaptureQueriesContext(connection) as queries:
            client.get(address(draft))
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 16
