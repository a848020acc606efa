"""Pages made once for everybody: always as new as the shop, and never one visitor's for another."""

import gzip
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from shop.campaign import articles, blocks, front_page
from shop.catalogue import categories
from shop.produce import editions, listings, pictures, stock
from shop.produce.models import ListingRequest
from shop.search import index
from shop.shared_pages import sharing
from tests import factories

LIST, HOME = "/catalogue/", "/"


@pytest.fixture(autouse=True)
def kept(settings):
    settings.PAGE_CACHE = True
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def visitor():
    """Return a function that lets somebody unknown ask; each time another one."""
    return lambda address, **headers: Client(**headers).get(address)


@pytest.fixture
def shown(visitor):
    """Return a function that gives the text of a page and tells whether it was kept."""

    def ask(address):
        response = visitor(address)
        assert response.status_code == 200
        return response.content.decode(), response.context is None

    return ask


@pytest.fixture
def warm(shown):
    """Return a function that has pages kept."""

    def ask(*addresses):
        for address in addresses:
            shown(address)
            assert shown(address)[1], f"{address} is not kept"

    return ask


def hall(product):
    return reverse("campaign:region", args=[product.dossier.region.slug])


def pages_of(product):
    category = categories.read()[product.categories.get().pk].url
    return [LIST, f"{LIST}?region={product.dossier.region.slug}", category, hall(product), product.get_absolute_url()]


def write(office, **facts):
    facts = {"kind": "STORY", "title": "一箱橙子", "body": "故事", **facts}
    return articles.write(by=office, at=timezone.now(), **facts)


def test_a_kept_page_costs_one_query_and_has_the_same_bytes(oranges, visitor):
    for address in [HOME, *pages_of(oranges)]:
        made = visitor(address)
        with CaptureQueriesContext(connection) as queries:
            kept = visitor(address)

        assert len(queries) == 1
        assert kept.content == made.content
        assert kept["Content-Security-Policy"] == made["Content-Security-Policy"]
        assert kept["X-Frame-Options"] == "DENY"


def _price(product, office, at):
    request = ListingRequest(product=product, kind="PRICE", new_price="77.70", tiers=[], old_price="58.00")
    listings.ask(requests=[request], by=office, at=at)
    listings.approve(requests=ListingRequest.objects.all(), by=office, at=at)


def _scarce(product, office, at):
    stock.allocate({product.stockrecords.get().pk: 195})


def _back(product, office, at):
    _scarce(product, office, at)
    assert "仅剩 5 箱" in Client().get(LIST).content.decode()
    stock.release({product.stockrecords.get().pk: 100})


def _off(product, office, at):
    listings.take_off(product_ids=[product.pk], by=office, at=at)


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [(_price, "58.00", "77.70"), (_scarce, "现货", "仅剩 5 箱"), (_back, "仅剩", "现货"), (_off, "秭归脐橙 5kg", None)],
)
def test_what_changes_is_on_every_page_at_once(oranges, office, shown, warm, change, before, after):
    addresses = pages_of(oranges)[:-1] if change is _off else pages_of(oranges)
    warm(*addresses)

    change(oranges, office, timezone.now())

    for address in addresses:
        text, _ = shown(address)
        assert after in text if after else before not in text


def test_a_product_put_on_sale_is_on_the_list_at_once(oranges, office, shown, warm):
    _off(oranges, office, timezone.now())
    warm(LIST)

    listings.publish(product=oranges, by=office, at=timezone.now())

    assert "秭归脐橙 5kg/箱" in shown(LIST)[0]


def test_pictures_are_there_at_once(oranges, shown, warm, tmp_path):
    Image.new("RGB", (40, 40), "orange").save(tmp_path / "new.jpg")
    warm(LIST)

    pictures.replace(oranges, [(tmp_path / "new.jpg").read_bytes()])

    assert ".480.webp" in shown(LIST)[0]


def test_selling_some_of_many_makes_no_page_anew(oranges, warm, shown):
    warm(LIST, oranges.get_absolute_url())

    stock.allocate({oranges.stockrecords.get().pk: 50})
    stock.send_out({oranges.stockrecords.get().pk: 50})

    assert shown(LIST)[1] and shown(oranges.get_absolute_url())[1]


def test_what_is_rolled_back_changes_nothing(oranges, office, warm, shown):
    warm(LIST)

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        _price(oranges, office, timezone.now())
        raise ZeroDivisionError

    text, is_kept = shown(LIST)
    assert "58.00" in text and is_kept


def test_a_lost_cache_loses_nothing(oranges, office, warm, shown):
    warm(LIST)
    _scarce(oranges, office, timezone.now())
    shown(LIST)

    cache.clear()

    assert "仅剩 5 箱" in shown(LIST)[0]


def test_an_article_appears_changes_and_goes_at_once(office, shown, warm, db):
    story = write(office)
    warm(HOME, "/stories/")
    articles.publish(article=story, by=office, at=timezone.now() - timedelta(seconds=1))
    assert all("一箱橙子" in shown(address)[0] for address in (HOME, "/stories/"))
    warm(HOME, story.get_absolute_url())

    write(office, article=story, title="两箱橙子")
    assert all("两箱橙子" in shown(address)[0] for address in (HOME, story.get_absolute_url()))

    articles.withdraw(article=story, by=office, at=timezone.now())
    assert "两箱橙子" not in shown(HOME)[0]
    assert Client().get(story.get_absolute_url()).status_code == 404


def test_a_scheduled_article_appears_at_its_time(office, shown, warm, monkeypatch, db):
    now = timezone.now()
    articles.publish(article=write(office), by=office, at=now, publish_at=now + timedelta(seconds=2))
    warm(HOME)

    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(seconds=3))

    assert "一箱橙子" in shown(HOME)[0]


def test_the_front_page_as_published_is_there_at_once(office, shown, warm, db):
    warm(HOME)
    front_page.change(change=lambda now: blocks.changed(now, "UNITS", title="尝鲜"), by=office, at=timezone.now())
    assert "尝鲜" not in shown(HOME)[0]

    front_page.publish(by=office, at=timezone.now())

    assert "尝鲜" in shown(HOME)[0]


def test_seasons_turn_with_the_month(supplier, shown, warm, monkeypatch):
    last = timezone.now().replace(month=11, day=30, hour=15, minute=59, second=59)
    monkeypatch.setattr("django.utils.timezone.now", lambda: last)
    factories.make_product(supplier, season_start=11, season_end=11)
    warm(f"{LIST}?season=on")

    monkeypatch.setattr("django.utils.timezone.now", lambda: last + timedelta(seconds=2))

    assert "秭归脐橙 5kg" not in shown(f"{LIST}?season=on")[0]


def test_an_edition_never_comes_back(db):
    seen = {editions.current()}
    for _ in range(5):
        editions.turn()
        seen.add(editions.current())

    assert len(seen) == 6


def test_a_token_never_reaches_another_visitor(oranges, visitor):
    address = oranges.get_absolute_url()
    with_token = Client()
    with_token.get("/user/login/")
    token = with_token.cookies["csrftoken"].value

    first = with_token.get(address)
    second = visitor(address)

    for response in (first, second):
        assert b"csrfmiddlewaretoken" not in response.content
        assert token.encode() not in response.content
        assert not response.cookies


def test_who_has_a_basket_a_message_or_a_login_gets_a_page_of_their_own(oranges, shopper, shown, warm):
    address = oranges.get_absolute_url()
    warm(address)
    with_basket, logged_in = Client(), Client()
    with_basket.post(reverse("basket:add", args=[oranges.pk]), {"quantity": 1, "next": address})
    logged_in.force_login(shopper)

    greeted, own = with_basket.get(address), logged_in.get(address)

    assert "已加入购物车" in greeted.content.decode() and "csrfmiddlewaretoken" in greeted.content.decode()
    assert str(shopper) in own.content.decode() and "csrfmiddlewaretoken" in own.content.decode()
    for text in (shown(address)[0], shown(LIST)[0]):
        assert "已加入购物车" not in text and str(shopper) not in text and "csrfmiddlewaretoken" not in text


def test_a_page_made_for_a_person_is_not_kept_for_strangers(oranges, shopper, shown):
    logged_in = Client()
    logged_in.force_login(shopper)

    logged_in.get(LIST)

    text, is_kept = shown(LIST)
    assert not is_kept and str(shopper) not in text


def test_a_stranger_fills_a_basket_from_a_page_without_a_token(oranges):
    browser = Client(enforce_csrf_checks=True)
    address = reverse("basket:add", args=[oranges.pk])

    done = browser.post(address, {"quantity": 2}, headers={"Origin": "http://testserver"})

    assert done.status_code == 302
    assert "秭归脐橙 5kg/箱" in browser.get("/basket/").content.decode()


@pytest.mark.parametrize("origin", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
@pytest.mark.parametrize("is_known", [False, True])
def test_a_form_of_another_site_fills_no_basket_but_may_be_confirmed(oranges, shopper, origin, is_known):
    browser = Client(enforce_csrf_checks=True)
    if is_known:
        browser.force_login(shopper)
    address = reverse("basket:add", args=[oranges.pk])

    refused = browser.post(address, {"quantity": 2}, headers=origin)
    token = refused.context["csrf_token"]
    assert refused.status_code == 403 and "请再确认一次" in refused.content.decode()
    assert "秭归脐橙 5kg/箱" not in browser.get("/basket/").content.decode()

    done = browser.post(address, {"quantity": 2, "csrfmiddlewaretoken": str(token)})
    assert done.status_code == 302


def test_a_page_is_compressed_and_known_again(oranges, visitor):
    plain = visitor(LIST)
    packed = visitor(LIST, headers={"Accept-Encoding": "gzip"})
    again = visitor(LIST, headers={"If-None-Match": packed["ETag"]})

    assert gzip.decompress(packed.content) == plain.content
    assert {"Cookie", "Accept-Encoding"} <= {name.strip() for name in packed["Vary"].split(",")}
    assert "private" in packed["Cache-Control"]
    assert again.status_code == 304 and not again.content


def test_results_are_compressed_for_strangers_and_pages_with_a_token_are_not(oranges, visitor):
    found = visitor("/search/?words=脐橙", headers={"Accept-Encoding": "gzip"})
    login = visitor("/user/login/", headers={"Accept-Encoding": "gzip"})

    assert found["Content-Encoding"] == "gzip" and "脐橙" in gzip.decompress(found.content).decode()
    assert "Content-Encoding" not in login


@pytest.mark.parametrize("query", ["utm_source=x", "page=1&page=2", "region=" + "x" * 61, "sort=%3Cb%3E"])
def test_queries_that_are_none_of_ours_are_not_kept(oranges, shown, query):
    shown(f"{LIST}?{query}")

    assert not shown(f"{LIST}?{query}")[1]


def test_what_is_found_is_kept_until_another_product_can_be_found(supplier, shown, warm):
    factories.make_product(supplier, title="秭归脐橙 5kg/箱")
    index.rebuild()
    warm("/search/?words=脐橙")
    other = factories.make_product(supplier, title="伦晚脐橙")
    assert "伦晚脐橙" not in shown("/search/?words=脐橙")[0]

    index.refresh([other.pk])

    assert "伦晚脐橙" in shown("/search/?words=脐橙")[0]


def test_lists_and_results_are_kept_for_people_too_without_anything_about_them(oranges, shopper, shown):
    person, other = Client(), Client()
    person.force_login(shopper)
    other.force_login(factories.UserFactory())
    for address in (LIST, "/search/?words=脐橙"):
        first, second = person.get(address), other.get(address)

        assert str(shopper) in first.content.decode() and str(shopper) not in second.content.decode()
        assert not any(template.name.endswith("_product_card.html") for template in second.templates)
        assert "秭归脐橙" in second.content.decode()


def test_a_kept_page_does_not_hide_the_page_for_an_update(oranges, settings, warm, tmp_path):
    warm(LIST)
    settings.MAINTENANCE_FILE = str(tmp_path / "maintenance")
    (tmp_path / "maintenance").write_text("")

    assert Client().get(LIST).status_code == 503


def test_another_host_gets_no_page_of_this_one(oranges, settings, warm):
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    warm(LIST)

    assert Client().get(LIST, headers={"Host": "localhost"}).context is not None
    assert Client().get(LIST, headers={"Host": "evil.example"}).status_code == 400


def test_every_page_turns_within_ten_minutes(now):
    assert sharing.window(now) == sharing.window(now + timedelta(minutes=9, seconds=59))
    assert sharing.window(now) != sharing.window(now + timedelta(minutes=10))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_do_not_wait_for_each_other():
    from threading import Barrier, Thread

    meet, numbers = Barrier(3), []

    def write_something():
        try:
            with transaction.atomic():
                editions.turn()
                meet.wait(5)
            numbers.append(editions.current())
        finally:
            connection.close()

    threads = [Thread(target=write_something) for _ in range(3)]
    [thread.start() for thread in threads]
    [thread.join(10) for thread in threads]

    assert len(numbers) == 3 and not meet.broken
