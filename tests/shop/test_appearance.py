"""长者模式, and the pages for when something is wrong."""

from types import SimpleNamespace

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.views.defaults import server_error

from shop.campaign import elder

SHEET, ON, OFF = "/elder.css", "/elder/on/", "/elder/off/"


def test_the_mode_changes_the_sheet_and_not_the_page(client, db):
    before = client.get("/").content
    assert client.get(SHEET).content == b""

    client.get(ON)

    assert b"font-size: 125%" in client.get(SHEET).content
    assert client.get("/").content == before
    client.get(OFF)
    assert client.get(SHEET).content == b""


def test_a_cache_keeps_the_sheet_for_nobody_else(client):
    answer = client.get(SHEET)

    assert "private" in answer["Cache-Control"] and "no-cache" in answer["Cache-Control"]
    assert client.get(SHEET, headers={"if-none-match": answer["ETag"]}).status_code == 304
    client.get(ON)
    assert client.get(SHEET, headers={"if-none-match": answer["ETag"]}).status_code == 200
    assert "no-store" in client.get(ON)["Cache-Control"]


@pytest.mark.parametrize(
    ("asked_from", "to"),
    [
        ("http://testserver/catalogue/?words=橙&page=2", "/catalogue/?words=橙&page=2"),
        ("http://evil.example/catalogue/", "/"),
        ("http://testserver//evil.example/", "/evil.example/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_the_switch_leads_back_to_our_own_page_only(asked_from, to):
    request = RequestFactory().get(ON, headers={"referer": asked_from})

    assert elder._asked_from(request) == to


def test_the_switch_is_read_only(client, db):
    assert client.post(ON).status_code == 405
    assert client.get("/elder/sideways/").status_code == 404


@pytest.fixture
def update(settings, tmp_path):
    file = tmp_path / "maintenance"
    settings.MAINTENANCE_FILE = str(file)
    return SimpleNamespace(begin=lambda words="": file.write_text(words, encoding="utf-8"), end=file.unlink)


def test_during_an_update_everybody_is_asked_to_come_back(client, db, update):
    update.begin("今晚 22:00 恢复 <b>\n第二行")

    answer = client.get(reverse("catalogue:index"))
    page = answer.content.decode()

    assert answer.status_code == 503 and answer["Retry-After"] == "600" and answer["Cache-Control"] == "no-store"
    assert "今晚 22:00 恢复 &lt;b&gt;" in page and "第二行" not in page
    assert client.post("/basket/").status_code == 503
    assert client.get("/healthz").status_code == 200
    update.end()
    assert client.get("/").status_code == 200


def test_an_update_without_words_says_the_usual(client, update):
    update.begin()

    assert "请过一会儿再打开" in client.get("/").content.decode()


def test_a_lost_address_leads_on(client, db):
    answer = client.get("/nowhere/")

    assert answer.status_code == 404
    for name in ("campaign:home", "catalogue:index", "checkout:find", "user:login"):
        assert f'href="{reverse(name)}"' in answer.content.decode()


def test_a_fault_is_told_without_header_and_database():
    answer = server_error(RequestFactory().get("/"))

    assert answer.status_code == 500 and "您填写的内容没有保存" in answer.content.decode()
    assert "<header" not in answer.content.decode()
