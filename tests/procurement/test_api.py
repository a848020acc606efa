"""The figures for other programs: who may ask, what is answered, and that the document says so."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openapi_spec_validator import OpenAPIV31SpecValidator

from procurement.api import tokens
from procurement.figures.targets import office as office_targets
from procurement.figures.targets import pledging
from procurement.models import ApiToken, Closing, LedgerEntry
from tests import factories
from tests.procurement.histories import buy, complete, make_plan

BASE = "/api/v1/"


@pytest.fixture
def plan(db):
    return make_plan()


@pytest.fixture
def ask(client):
    """Ask with a token as the office's or a unit's program would."""

    def asked(path, token=None, **values):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return client.get(BASE + path, values, headers=headers)

    return asked


@pytest.fixture
def office_token(office, now):
    return tokens.issue(name="省平台", by=office, at=now)[1]


@pytest.fixture
def unit_token(unit, administrator, now):
    return tokens.issue(name="本单位系统", by=administrator, at=now, unit=unit)[1]


def test_the_document_is_valid_openapi_and_speaks_chinese(client, db):
    document = client.get(BASE + "openapi.json").json()

    OpenAPIV31SpecValidator(document).validate()
    assert document["openapi"].startswith("3.1")
    assert {path.removeprefix("/api/v1/") for path in document["paths"]} == {
        "plans",
        "plans/{year}/targets",
        "statistics",
        "entries",
        "closings",
        "closings/{period}",
    }
    for path in document["paths"].values():
        assert set(path) == {"get"}
        assert path["get"]["security"] == [{"Bearer": []}]
        for parameter in path["get"]["parameters"]:
            assert any("\u4e00" <= letter <= "\u9fff" for letter in parameter["description"])
    for schema in document["components"]["schemas"].values():
        for field in schema.get("properties", {}).values():
            assert field.get("description"), field


@pytest.mark.parametrize(
    "path", ["plans", "plans/2026/targets", "statistics", "entries", "closings", "closings/2026-01"]
)
def test_nobody_reads_without_a_valid_token(ask, plan, office, office_token, now, path):
    revoked, text = tokens.issue(name="旧系统", by=office, at=now)
    tokens.revoke(token=revoked, by=office, at=now)

    for token in (None, "wrong", text, office_token[:-1], ""):
        answer = ask(path, token)
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
        assert "缺少访问令牌" in answer.json()["detail"]


def test_tokens_are_kept_as_digests_only(office_token):
    token = ApiToken.objects.get()

    assert office_token not in json.dumps([str(value) for value in vars(token).values()])
    assert office_token.startswith(token.start) and len(token.start) == 8


def test_statistics_are_those_of_the_command(ask, plan, oranges, unit, shopper, office_token, now):
    complete(oranges, 10, by=shopper, at=now, unit=unit)
    region = oranges.dossier.region
    pledging.pledge(plan=plan, unit=unit, region=region, amount=100, by=None, at=now, on=now.date())
    out = StringIO()
    call_command("statistics", plan="2026", stage="PAID", first_month="2026-10", stdout=out)

    answer = ask("statistics", office_token, plan=2026, stage="PAID", **{"from": "2026-10"})

    assert answer.json() == json.loads(out.getvalue())
    assert answer.json()["total"] == "580.00"


def test_a_unit_reads_its_branch_and_nothing_else(ask, plan, oranges, unit, shopper, unit_token, now):
    child, other = factories.UnitFactory(parent=unit), factories.UnitFactory()
    for packs, buyer in ((1, unit), (2, child), (4, other), (8, None)):
        complete(oranges, packs, by=shopper, at=now, unit=buyer)

    assert ask("statistics", unit_token, plan=2026).json()["total"] == "174.00"
    assert ask("statistics", unit_token, plan=2026, unit=child.code).json()["total"] == "116.00"
    entries = ask("entries", unit_token, plan=2026).json()["entries"]
    assert {entry["unit_code"] for entry in entries} == {unit.code, child.code}
    for path in ("statistics", "entries"):
        assert ask(path, unit_token, plan=2026, unit=other.code).status_code == 404
        assert ask(path, unit_token, plan=2026, unit="NOBODY").status_code == 404


def test_a_unit_reads_the_targets_of_its_branch_only(ask, plan, unit, unit_token, office_token, now):
    child, other = factories.UnitFactory(parent=unit), factories.UnitFactory()
    for one in (unit, child, other):
        pledging.pledge(plan=plan, unit=one, amount=100, by=None, at=now, on=now.date())
    office_targets.set_target(plan=plan, amount=5, reference="x", by=None, at=now)

    found = ask("plans/2026/targets", unit_token).json()
    assert {row["unit_code"] for row in found} == {unit.code, child.code}
    assert len(ask("plans/2026/targets", office_token).json()) == 4


def test_targets_are_those_in_force_on_a_day_or_all_ever_said(ask, plan, unit, office_token, now):
    first = pledging.pledge(plan=plan, unit=unit, amount=100, by=None, at=now, on=now.date())
    pledging.withdraw(target=first, by=None, at=now, on=now.date())

    before = ask("plans/2026/targets", office_token, on=now.date() - timedelta(days=1)).json()
    assert [row["amount"] for row in before] == ["100.00"]
    assert ask("plans/2026/targets", office_token, on=now.date()).json() == []
    assert [row["amount"] for row in ask("plans/2026/targets", office_token, history=True).json()] == ["100.00", None]


def test_entries_come_page_by_page_each_once(ask, plan, oranges, unit, shopper, office_token, now):
    for _ in range(3):
        complete(oranges, 1, by=shopper, at=now, unit=unit)
    seen, cursor = [], 0
    while cursor is not None:
        page = ask("entries", office_token, plan=2026, cursor=cursor, limit=5).json()
        seen += page["entries"]
        cursor = page["next_cursor"]
        buy(oranges, 1, by=shopper, at=now) if len(seen) == 5 else None

    assert [entry["id"] for entry in seen] == sorted(LedgerEntry.objects.values_list("pk", flat=True))
    assert {entry["digest"] for entry in seen} == set(LedgerEntry.objects.values_list("digest", flat=True))
    paid = ask("entries", office_token, plan=2026, stage="PAID").json()["entries"]
    assert {entry["stage"] for entry in paid} == {"PAID"}


def test_closings_carry_their_digests_and_units_see_no_county(ask, office, office_token, unit_token, now):
    facts = {"closed_by": office, "closed_at": now, "entries": 3, "entries_digest": "e" * 64}
    first = Closing.objects.create(period="2026-01", content={"total": "1.00"}, digest="a" * 64, **facts)
    Closing.objects.create(period="2026-02", content={}, digest="b" * 64, previous=first, **facts)

    rows = ask("closings", unit_token).json()
    assert [(row["period"], row["digest"], row["previous_digest"]) for row in rows] == [
        ("2026-02", "b" * 64, "a" * 64),
        ("2026-01", "a" * 64, None),
    ]
    assert ask("closings/2026-01", office_token).json()["content"] == {"total": "1.00"}
    assert ask("closings/2026-01", unit_token).json()["content"] is None
    assert ask("closings/2026-03", office_token).status_code == 404


@pytest.mark.parametrize(
    ("path", "values", "status", "words"),
    [
        ("statistics", {"plan": 2031}, 404, "没有 2031 年度的方案"),
        ("statistics", {"plan": 2026, "from": "2025-01"}, 400, "不在方案期限"),
        ("statistics", {"plan": 2026, "stage": "SOLD"}, 422, "参数不正确：stage"),
        ("statistics", {"plan": 2026, "region": "999999"}, 404, "没有代码为"),
        ("entries", {"plan": 2026, "limit": 501}, 422, "参数不正确：limit"),
        ("entries", {"plan": 2026, "cursor": "x"}, 422, "参数不正确：cursor"),
        ("plans/2031/targets", {}, 404, "没有这项内容"),
    ],
)
def test_what_cannot_be_answered_is_said_in_a_sentence(ask, plan, office_token, path, values, status, words):
    answer = ask(path, office_token, **values)

    assert answer.status_code == status
    assert words in answer.json()["detail"]


def test_nothing_can_be_written(client, plan, office_token):
    for method in (client.post, client.put, client.delete):
        assert method(BASE + "plans", headers={"Authorization": f"Bearer {office_token}"}).status_code == 405


def test_a_program_that_asks_too_often_waits_and_others_do_not(ask, plan, office_token, unit_token, monkeypatch):
    monkeypatch.setattr(tokens, "PER_MINUTE", 3)

    statuses = [ask("plans", office_token).status_code for _ in range(5)]

    assert statuses == [200, 200, 200, 429, 429]
    assert "请求太频繁" in ask("plans", office_token).json()["detail"]
    assert ask("plans", unit_token).status_code == 200
    ApiToken.objects.get(name="省平台").requests.update(at=timezone.now() - timedelta(seconds=61))
    assert ask("plans", office_token).status_code == 200


def test_many_rows_take_as_many_queries_as_few(ask, plan, oranges, shopper, office_token, unit_token, now):
    oranges.stockrecords.update(num_in_stock=5000)
    counts = []
    for number in (2, 12):
        for _ in range(number):
            unit = factories.UnitFactory(parent=factories.UnitFactory())
            complete(oranges, 1, by=shopper, at=now, unit=unit)
            pledging.pledge(plan=plan, unit=unit, amount=100, by=None, at=now, on=now.date())
        counts.append([])
        for token in (office_token, unit_token):
            for path in ("plans", "plans/2026/targets", "statistics", "entries", "closings"):
                with CaptureQueriesContext(connection) as queries:
                    assert ask(path, token, plan=2026).status_code == 200
                counts[-1].append(len(queries))

    assert counts[0] == counts[1]


def test_the_office_issues_shows_once_and_revokes_a_token(client, office, ask):
    client.force_login(office)
    address = reverse("office:api_tokens")

    shown = client.post(address, {"name": "省平台"}).content.decode()
    text = shown.partition('<code class="digest">')[2].partition("<")[0]
    assert ask("plans", text).status_code == 200

    again = client.get(address).content.decode()
    assert text not in again and "没有用过" not in again
    assert "已有用途" in client.post(address, {"name": "省平台"}).content.decode()

    token = ApiToken.objects.get()
    client.post(reverse("office:api_token_revoke", args=[token.pk]))
    assert ask("plans", text).status_code == 401
    assert "已撤销" in client.get(address).content.decode()
    assert client.post(address, {"name": "省平台"}).status_code == 200


def test_only_administrators_handle_a_units_tokens(
    client, unit, administrator, handler, office, unit_token, stranger_handler
):
    token = ApiToken.objects.get()
    pages = [reverse("unit:api_tokens", args=[unit.code]), reverse("unit:api_token_revoke", args=[unit.code, token.pk])]
    for person, status in ((handler, 403), (stranger_handler, 404), (office, 404)):
        client.force_login(person)
        assert [client.post(page, {"name": "x"}).status_code for page in pages] == [status, status]
        assert client.post(reverse("office:api_token_revoke", args=[token.pk])).status_code == 404
    token.refresh_from_db()
    assert (ApiToken.objects.count(), token.is_revoked) == (1, False)

    client.force_login(administrator)
    assert client.post(pages[1]).status_code == 302
    token.refresh_from_db()
    assert token.revoked_by == administrator
