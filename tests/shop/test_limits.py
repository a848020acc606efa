"""How often somebody may type, upload and guess; and where a form may lead to afterwards."""

from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import reverse
from django.utils.html import strip_tags

from shop.user import limits, ways_back

ROOT = Path(__file__).parents[2]
FILE = b"x" * limits.FORM_ONLY


@pytest.fixture(autouse=True)
def forgotten():
    """Counters outlive a test."""
    cache.clear()
    yield
    cache.clear()


def upload(client, content=FILE):
    # A page of nobody's: what counts is that a form with a file comes.
    return client.post("/no-such-page/", {"file": SimpleUploadedFile("a.xlsx", content)})


def test_suggestions_end_for_an_address_that_asks_all_the_time(client, db, settings):
    settings.SUGGESTIONS_A_MINUTE = 3
    ask = lambda **facts: client.get(reverse("search:suggest"), {"words": ""}, **facts).status_code  # noqa: E731

    assert [ask() for _ in range(5)] == [200, 200, 200, 429, 429]
    assert ask(REMOTE_ADDR="10.0.0.2") == 200


def test_uploads_end_for_a_person_and_not_for_their_colleagues(client, settings, shopper, member):
    settings.UPLOADS_AN_HOUR = 2
    client.force_login(shopper)

    answers = [upload(client) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [404, 404, 429]
    assert "提交太频繁" in strip_tags(answers[-1].text)
    client.force_login(member)
    assert upload(client).status_code == 404


def test_strangers_are_counted_by_their_address(client, db, settings):
    settings.UPLOADS_AN_HOUR = 1

    assert [upload(client).status_code for _ in range(2)] == [404, 429]


def test_forms_without_a_file_are_not_counted(client, db, settings):
    settings.UPLOADS_AN_HOUR = 1

    assert [upload(client, b"").status_code for _ in range(3)] == [404, 404, 404]


HOSTILE = ["https://evil.example/", "//evil.example", "///evil.example", "/\\evil.example", "javascript:alert(1)", ""]


@pytest.mark.parametrize("address", HOSTILE)
def test_no_form_leads_to_another_site(address):
    request = RequestFactory().post("/", {"next": address})

    assert ways_back.after_form(request, "/here/") == "/here/"


@pytest.mark.parametrize("address", ["/unit/A/?page=2", "http://testserver/basket/"])
def test_a_form_leads_back_to_a_page_of_ours(address):
    assert ways_back.after_form(RequestFactory().post("/", {"next": address})) == address


def test_one_function_decides_where_to_go():
    name = "url_has_allowed_host_and_scheme"
    files = [path for folder in ("shop", "procurement", "catalogue_import") for path in (ROOT / folder).rglob("*.py")]

    deciding = {path.relative_to(ROOT).as_posix() for path in files if name in path.read_text(encoding="utf-8")}

    assert deciding == {"shop/user/ways_back.py"}
