"""Search as people ask: other names, pinyin, initials, slips, prices; over the real kinds of produce of the demo."""

import csv

import pytest
from django.conf import settings as site_settings
from django.core.cache import cache
from django.db import connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shop.demo import tables
from shop.search import guessing, index, prices_in_words, results, spellings, suggesting, synonyms
from tests import factories
from tests.conftest import own_settings

# What is asked, and a word that the first result must have in its name. 60 of them.
ASKED = [
    ("脐橙", "脐橙"), ("橙子", "橙"), ("夏橙", "夏橙"), ("伦晚", "伦晚"), ("纽荷尔", "纽荷尔"),
    ("血橙", "血橙"), ("九月红", "九月红"), ("桃叶橙", "桃叶橙"), ("橙汁", "橙汁"), ("苹果", "苹果"),
    ("红富士", "红富士"), ("嘎啦", "嘎啦"), ("樱桃", "樱桃"), ("车厘子", "樱桃"), ("西瓜", "西瓜"),
    ("柿饼", "柿饼"), ("核桃", "核桃"), ("核桃仁", "核桃仁"), ("核桃油", "核桃油"), ("核桃奶", "核桃乳"),
    ("板栗", "板栗"), ("玉米糁", "玉米糁"), ("玉米碴", "玉米糁"), ("小米", "小米"), ("挂面", "挂面"),
    ("面粉", "面粉"), ("菜籽油", "菜籽油"), ("花椒", "花椒"), ("木耳", "木耳"), ("香菇", "香菇"),
    ("蜂蜜", "蜜"), ("党参", "党参"), ("黄芩茶", "黄芩茶"), ("绿茶", "茶"), ("红茶", "红茶"),
    ("丝绵茶", "丝绵茶"), ("土豆", "土豆"), ("马铃薯", "土豆"), ("魔芋", "魔芋"), ("腊肉", "腊肉"),
    ("香肠", "香肠"), ("粽子", "粽"), ("鸡蛋", "鸡蛋"), ("牦牛肉", "牦牛"), ("牛肉干", "牛肉干"),
    ("酸奶", "酸奶"), ("酥油", "酥油"), ("奶渣", "曲拉"), ("青稞", "青稞"), ("蕨麻", "蕨麻"),
    ("人参果", "蕨麻"), ("芫根", "芫根"), ("虫草", "夏草"), ("羊肉卷", "羊肉卷"), ("qicheng", "脐橙"),
    ("qc", "橙"), ("hetao", "核桃"), ("maoniurou", "牦牛"), ("蕨嘛", "蕨麻"), ("青裸", "青稞"),
]  # fmt: skip


REGIONS = {
    "tongchuan": {"code": "610200", "name": "铜川市"},
    "zigui": {"code": "420527", "name": "秭归县"},
    "yushu": {"code": "632701", "name": "玉树市"},
}


@pytest.fixture(scope="module")
def stocked(django_db_setup, django_db_blocker, tmp_path_factory):
    """All products of the demo's list, indexed once, as the tests only ask; yields their settings and index."""
    folder = tmp_path_factory.mktemp("shelf")
    kept = own_settings(site_settings, folder)
    site_settings.HAYSTACK_CONNECTIONS["default"]["PATH"] = str(folder / "search")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(**kept):
            fill()
        yield kept, folder / "search"
        transaction.set_rollback(True)


def fill():
    suppliers = {}
    for row in tables.read("products"):
        name = row["supplier_name"]
        if name not in suppliers:
            region = factories.RegionFactory(**REGIONS[row["region_slug"]], slug=row["region_slug"])
            suppliers[name] = factories.SupplierFactory(name=name, profile__region=region)
        product = factories.make_product(
            suppliers[name],
            title=row["title"],
            price=row["price_yuan"],
            short_title=row["short_title"],
            keywords=row["keywords"].replace(";", " "),
        )
        product.categories.set([factories.make_category(row["category_path"])])
    index.rebuild()


@pytest.fixture
def shelf(stocked, db, settings):
    kept, path = stocked
    for name, value in kept.items():
        setattr(settings, name, value)
    settings.HAYSTACK_CONNECTIONS["default"]["PATH"] = str(path)
    cache.clear()
    yield
    cache.clear()


def names(pks):
    rows = factories.Product.objects.in_bulk(pks)
    return [rows[pk].title for pk in pks]


def test_the_first_result_of_sixty_questions(shelf):
    wrong = []
    for asked, wanted in ASKED:
        found = names(results.search(asked).pks)
        if not found or wanted not in found[0]:
            wrong.append((asked, wanted, found[:3]))

    assert len(ASKED) == 60
    assert wrong == []


@pytest.mark.parametrize(("asked", "meant"), [("蕨嘛", "蕨麻"), ("脐城", "脐橙"), ("青裸", "青稞"), ("合桃", "核桃")])
def test_a_slip_is_guessed_and_said_so(client, shelf, asked, meant):
    page = client.get(reverse("search:search"), {"words": asked}).content.decode()

    assert f"没有找到“{asked}”" in page and f"“{meant}”" in page


@pytest.mark.parametrize("asked", ["榴莲", "手机", "zzzz", "？？？"])
def test_what_is_nothing_like_ours_is_not_guessed(shelf, asked):
    assert guessing.guess(asked) == "" and results.search(asked).pks == []


@pytest.mark.parametrize(
    ("asked", "rest", "low", "high"),
    [
        ("50元以下", "", None, 50),
        ("脐橙 50元以内", "脐橙", None, 50),
        ("100块以上的牛肉", "的牛肉", 100, None),
        ("20到50元 核桃", "核桃", 20, 50),
        ("50-20元", "", 20, 50),
        ("不超过80元的礼盒", "的礼盒", None, 80),
        ("脐橙 5kg", "脐橙 5kg", None, None),
        ("罗脐35号", "罗脐35号", None, None),
    ],
)
def test_a_price_among_the_words_is_understood(asked, rest, low, high):
    words, price = prices_in_words.read(asked)

    assert (words, price.low, price.high) == (rest, low, high)


def test_results_within_a_price(shelf):
    below = results.search("礼盒 80元以下")
    assert below.pks and all(
        product.stockrecords.get().price <= 80 for product in factories.Product.objects.filter(pk__in=below.pks)
    )
    assert results.search("20到40元").pks


def test_results_are_counted_and_narrowed_by_region_and_category(client, shelf):
    found = results.search("核桃")
    region, _, count = found.regions[0]

    narrowed = results.search("核桃", region=region)
    assert sum(number for _, _, number in found.regions) == len(found.pks)
    assert len(narrowed.pks) == count and narrowed.regions == found.regions
    key, _, count = found.categories[0]
    assert len(results.search("核桃", category=key).pks) == count
    assert results.search("核桃", region="moon", category="x").pks == found.pks
    page = client.get(reverse("search:search"), {"words": "核桃", "region": region}).content.decode()
    assert 'aria-current="true"' in page


@pytest.mark.parametrize(
    ("typed", "wanted"), [("脐", "脐"), ("qich", "脐橙"), ("het", "核桃"), ("秭归 茶", "茶"), ("橙子", "橙")]
)
def test_products_are_suggested_while_typing(client, shelf, typed, wanted):
    found = suggesting.suggest(typed, 11)

    assert 0 < len(found) <= suggesting.MOST and any(wanted in offer.product.title for offer in found)
    assert found[0].title in client.get(reverse("search:suggest"), {"words": typed}).content.decode()


@pytest.mark.parametrize("typed", ["", " ", "脐橙 ", "*", "a*b", '"', "title:", "AND", "?", "\x00", "😀", "(" * 60])
def test_no_text_breaks_the_suggestions(client, shelf, typed):
    assert client.get(reverse("search:suggest"), {"words": typed}).status_code == 200


def test_without_an_index_there_are_no_suggestions(client, db, oranges):
    assert client.get(reverse("search:suggest"), {"words": "脐"}).content.strip() == b""


def test_suggestions_ask_a_constant_number_of_queries(client, shelf):
    counts = []
    for typed in ("曲拉奶条", "脐"):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("search:suggest"), {"words": typed})
        counts.append(len(queries))

    assert counts[0] <= counts[1] <= 8


def test_a_search_stays_within_twelve_queries(client, shelf):
    client.get(reverse("search:search"), {"words": "脐"})
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("search:search"), {"words": "核桃 100元以下"})

    assert len(queries) <= 12


def test_the_first_word_of_a_group_stands_for_all_of_it():
    assert set(synonyms.of("橙子")) == {"橙子", "脐橙", "夏橙", "甜橙"}
    assert synonyms.of("夏橙") == ["夏橙", "橙子"]
    with synonyms.DATA.open(encoding="utf-8") as file:
        assert all(len(row) > 1 and all(row) for row in csv.reader(file))


def test_words_are_spelled_whole_and_by_initials():
    assert spellings.of(["脐橙", "5kg", "橙"]) == ["qicheng", "qc"]
