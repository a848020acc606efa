"""The pages of figures at the desks of office, supervising unit and unit: who sees what, and files made of them."""

import re
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from procurement.buyers import units
from procurement.figures.reports import files, schedule
from procurement.models import ReportFile, ReportSubscription, Role, SavedTable
from tests import factories
from tests.procurement.histories import complete, make_plan

PAGES = ["statistics", "statistics_units", "cross", "ledger", "months_chart", "statistics_xlsx", "statistics_docx"]
PAGES += ["bulletin", "report_files", "cross_xlsx"]
DIMENSIONS = ["region", "county", "month", "category", "supplier", "product", "channel", "fund", "kind"]


@pytest.fixture
def plan(db):
    return make_plan()


@pytest.fixture
def child(unit):
    return factories.UnitFactory(parent=unit, name="下级学校")


@pytest.fixture
def bought(plan, oranges, unit, child, shopper, now):
    """The unit buys 5 boxes, its subordinate 3, a stranger 2."""
    stranger = factories.UnitFactory(name="别的单位")
    return [
        complete(oranges, packs, by=shopper, at=now, unit=one) for packs, one in ((5, unit), (3, child), (2, stranger))
    ]


def at_unit(name, unit, *arguments):
    return reverse(f"unit:{name}", args=[unit.code, *arguments])


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def figures_in(answer):
    return set(re.findall(r'class="opens[^"]*"\s+href="([^"]+)">([^<]+)<', answer.content.decode()))


@pytest.mark.parametrize("name", PAGES)
def test_a_supervising_unit_and_its_subordinate_have_the_same_pages(client, bought, handler, unit, name):
    client.force_login(handler)

    assert client.get(at_unit(name, unit), {"plan": "2026"}).status_code == 200


def test_each_dimension_has_a_page_and_a_picture(client, bought, office):
    client.force_login(office)
    for dimension in DIMENSIONS:
        assert client.get(reverse("office:statistics_by", args=[dimension])).status_code == 200, dimension
        assert b"<svg" in client.get(reverse("office:chart", args=[dimension])).content

    assert client.get(reverse("office:statistics_by", args=["nothing"])).status_code == 404


def test_a_supervising_unit_sees_its_branch_and_no_more(client, bought, handler, unit):
    client.force_login(handler)
    html = words(client.get(at_unit("statistics_units", unit)))

    assert "合计 464.00" in html
    assert "下级学校 174.00" in html
    assert "别的单位" not in html


def test_a_plain_member_sees_what_their_unit_bought_itself(client, bought, member, unit):
    client.force_login(member)

    assert "采购额 已完成口径 290.00 元" in words(client.get(at_unit("statistics", unit)))
    assert "下级学校" not in words(client.get(at_unit("statistics_units", unit)))


def test_a_subordinate_sees_itself_only(client, bought, unit, child):
    client.force_login(factories.join_unit(child, Role.HANDLER))

    assert "采购额 已完成口径 174.00 元" in words(client.get(at_unit("statistics", child)))
    assert client.get(at_unit("statistics", unit)).status_code == 404


def test_entries_open_for_the_branch_and_are_closed_to_others(client, bought, handler, member, unit, child):
    own, below, foreign = (order.ledger_entries.get(stage="COMPLETED").pk for order in bought)
    addresses = [at_unit("entry", unit, pk) for pk in (own, below, foreign)]

    client.force_login(handler)
    assert [client.get(address).status_code for address in addresses] == [200, 200, 404]
    assert client.get(at_unit("entry_order", unit, below)).status_code == 200
    assert client.get(at_unit("entry_order", unit, foreign)).status_code == 404
    assert at_unit("entry_order", unit, below) in client.get(addresses[1]).content.decode()
    assert at_unit("purchase_order", unit, bought[0].number) in client.get(addresses[0]).content.decode()

    client.force_login(member)
    assert [client.get(address).status_code for address in addresses] == [200, 404, 404]

    client.force_login(factories.UserFactory())
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]


@pytest.mark.parametrize("tree", ["", "current"])
def test_each_figure_at_a_units_desk_opens_a_list_with_its_sum(
    client, bought, handler, unit, child, shopper, now, tree
):
    units.change(unit=child, parent=factories.UnitFactory(parent=unit), by=shopper, at=now)
    client.force_login(handler)
    query = {"plan": "2026", "tree": tree, "parents": "sum"}
    pages = [client.get(at_unit(name, unit), query) for name in ("statistics_units", "statistics", "cross")]

    links = set().union(*map(figures_in, pages))
    assert len(links) > 15
    for address, amount in links:
        assert f"合计 {amount} 元" in words(client.get(address.replace("&amp;", "&"))), address


@pytest.mark.parametrize("name", ["statistics_units", "cross", "statistics"])
def test_more_units_below_take_no_more_queries(client, plan, oranges, handler, unit, shopper, now, name):
    counts = []
    client.force_login(handler)
    for number in (3, 12):
        for _ in range(number):
            complete(oranges, 1, by=shopper, at=now, unit=factories.UnitFactory(parent=unit))
        with CaptureQueriesContext(connection) as queries:
            client.get(at_unit(name, unit), {"plan": "2026", "columns": "month"})
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 45


@pytest.mark.parametrize("name", ["home", "statistics", "statistics_units", "bulletin"])
def test_the_main_pages_sum_no_entries(client, bought, office, name):
    client.force_login(office)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse(f"office:{name}"), {"plan": "2026"})

    summed = [query["sql"] for query in queries if 'SUM("procurement_ledgerentry"' in query["sql"]]
    # What puts closed months right is few, and has an index of its own.
    assert all("\"corrects_period\" > ''" in sql for sql in summed)
    assert any("SUM(amount_fen)" in query["sql"] for query in queries)


def test_the_bulletin_is_written_as_it_was_changed(client, bought, office):
    client.force_login(office)
    address = reverse("office:bulletin") + "?plan=2026&from=2026-11&to=2026-11"
    page = client.get(address)
    data = {name: field.initial for name, field in page.context["form"].fields.items()}
    data |= page.context["form"].initial
    answer = client.post(address, {**data, "title": "改过的标题", "section_0": "改过的句子。"})

    assert "2026年11月" in data["title"]
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    assert client.post(address, {**data, "title": ""}).status_code == 400


def test_a_table_is_saved_listed_opened_and_deleted(client, bought, office, handler, unit):
    client.force_login(office)
    save = reverse("office:table_save") + "?plan=2026&rows=fund&columns=month&measure=weight&fund=UNION"
    answer = client.post(save, {"name": "工会分月"}, follow=True)

    saved = SavedTable.objects.get()
    assert "已保存为“工会分月”" in words(answer)
    assert saved.parameters["measure"] == "weight"
    assert "fund=UNION" in answer.redirect_chain[0][0]
    assert "已有名为“工会分月”的表" in words(client.post(save, {"name": "工会分月"}, follow=True))
    assert "请给这张表取个名称" in words(client.post(save, {"name": ""}, follow=True))

    client.force_login(handler)
    assert "工会分月" not in words(client.get(at_unit("cross", unit)))
    assert client.post(at_unit("table_remove", unit, saved.pk)).status_code == 404

    client.force_login(office)
    client.post(reverse("office:table_remove", args=[saved.pk]))
    assert not SavedTable.objects.exists()


def test_a_large_workbook_is_made_in_the_background(
    client, bought, office, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(files, "SOON", 1)
    client.force_login(office)
    assert "在后台生成" in words(client.get(reverse("office:statistics_xlsx"), {"plan": "2026"}))

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("office:report_ask") + "?plan=2026", {"form": "XLSX", "money": "wan"})
    found = ReportFile.objects.get()
    assert (found.state, found.total) == ("DONE", 3)
    assert "已生成" in words(client.get(answer["Location"]))
    download = reverse("office:report_download", args=[found.pk])
    assert b"".join(client.get(download).streaming_content)[:2] == b"PK"

    client.force_login(factories.make_office_person())
    assert client.get(download).status_code == 404


def test_a_monthly_report_comes_once_and_is_told_of(client, bought, office, now, django_capture_on_commit_callbacks):
    client.force_login(office)
    client.post(reverse("office:report_subscribe"), {"frequency": "MONTHLY", "form": "DOCX"})
    client.post(reverse("office:report_subscribe"), {"frequency": "MONTHLY", "form": "DOCX"})
    assert ReportSubscription.objects.count() == 1

    with django_capture_on_commit_callbacks(execute=True):
        assert schedule.send(at=now) == 1
        assert schedule.send(at=now + timedelta(days=3)) == 0
    assert ReportFile.objects.get().parameters == {"plan": "2026", "from": "2026-10", "to": "2026-10"}
    message = office.inbox.get()
    assert "采购情况通报（Word）已生成" in message.title
    assert client.get(message.link).status_code == 200

    with django_capture_on_commit_callbacks(execute=True):
        assert schedule.send(at=now + timedelta(days=15)) == 1


def test_who_left_the_unit_gets_no_more_reports(plan, handler, unit, now):
    schedule.subscribe(user=handler, unit=unit, frequency="MONTHLY", form="XLSX", at=now)
    unit.memberships.all().delete()

    assert schedule.send(at=now) == 0


@pytest.mark.parametrize(
    ("frequency", "on", "months"),
    [
        ("MONTHLY", "2026-01-01", ("2025-12", "2025-12")),
        ("QUARTERLY", "2026-11-20", ("2026-07", "2026-09")),
        ("QUARTERLY", "2026-02-20", ("2025-10", "2025-12")),
        ("YEARLY", "2026-02-20", ("2025-01", "2025-12")),
    ],
)
def test_the_last_period_that_is_over_is_reported(frequency, on, months):
    assert schedule.period(frequency, date.fromisoformat(on)) == months


def test_the_command_says_what_it_did(plan):
    out = StringIO()
    call_command("send_reports", stdout=out)

    assert "新报表 0 份" in out.getvalue()


def test_old_files_are_forgotten(bought, office, now, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        files.ask(user=office, unit=None, form="DOCX", parameters={"plan": "2026"}, at=now)

    assert files.forget(at=now + timedelta(days=30)) == 0
    assert files.forget(at=now + timedelta(days=91)) == 1
    assert ReportFile.objects.get().file == ""
