"""Search in Chinese words: what is found, in which order, and what happens when the index is gone."""

import logging
import shutil
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from haystack import connections
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from shop.produce.signals import products_changed
from shop.search import finding, index, words
from tests import factories


@pytest.fixture
def shelf(db):
    """A supplier's products by title, indexed."""
    supplier = factories.SupplierFactory(name="宜君青核坞核桃专业合作社（演示）")
    titles = ["五常大米 5kg/袋", "宜君核桃仁 生仁 500g/袋", "秭归伦晚脐橙 5kg/箱", "玉树牦牛肉干 250g/袋"]
    made = {title: factories.make_product(supplier, title=title) for title in titles}
    index.rebuild()
    return made


def index_path():
    return Path(settings.HAYSTACK_CONNECTIONS["default"]["PATH"])


def titles(text):
    return [factories.Product.objects.get(pk=pk).title for pk in finding.find(text).pks]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("大米", "五常大米 5kg/袋"),
        ("核桃", "宜君核桃仁 生仁 500g/袋"),
        ("核桃仁", "宜君核桃仁 生仁 500g/袋"),
        ("伦晚 脐橙", "秭归伦晚脐橙 5kg/箱"),
        ("牦牛肉", "玉树牦牛肉干 250g/袋"),
        ("我想买大米", "五常大米 5kg/袋"),
        ("５ＫＧ 大米", "五常大米 5kg/袋"),
    ],
)
def test_words_inside_titles_are_found(shelf, asked, found):
    assert titles(asked)[0] == found


def test_the_index_itself_finds_words_without_the_database(shelf):
    assert index.matches(["大米"]) == [shelf["五常大米 5kg/袋"].pk]


def test_a_name_counts_more_than_a_suppliers_name(shelf):
    walnuts = shelf["宜君核桃仁 生仁 500g/袋"].pk

    found = index.matches(["核桃"])

    assert found[0] == walnuts
    assert len(found) == 4


def test_origin_category_keywords_and_supplier_are_found(db, oranges):
    oranges.dossier.keywords, oranges.dossier.township = "工会福利 节日", "郭家坝镇"
    oranges.dossier.save()
    index.rebuild()

    for text in ("郭家坝", "湖北", "水果", "工会福利", "秭归测试供应商"):
        assert index.matches(words.of_query(text)) == [oranges.pk], text


def test_there_is_exactly_one_index_of_products():
    indexes = connections["default"].get_unified_index().collect_indexes()

    assert [type(found).__module__ for found in indexes] == ["shop.search.search_indexes"]


def test_a_changed_product_is_found_after_the_change_is_committed(shelf, django_capture_on_commit_callbacks):
    rice = shelf["五常大米 5kg/袋"]
    rice.title = "盘锦蟹田米"
    rice.save()

    with django_capture_on_commit_callbacks(execute=True):
        products_changed.send(sender=type(rice), product_ids=[rice.pk])

    assert index.matches(["盘锦"]) == [rice.pk]
    assert index.matches(["五常"]) == []


def test_an_unpublished_product_leaves_the_index(shelf):
    rice = shelf["五常大米 5kg/袋"]
    rice.is_public = False
    rice.save()

    index.refresh([rice.pk])

    assert index.matches(["大米"]) == []


def test_a_product_taken_off_sale_is_not_shown_although_the_index_still_has_it(client, shelf):
    rice = shelf["五常大米 5kg/袋"]
    rice.is_public = False
    rice.save()

    response = client.get(reverse("search:search"), {"words": "大米"})

    assert index.matches(["大米"]) == [rice.pk]
    assert rice.title not in response.content.decode().replace("五常大米 5kg/袋”", "")


def test_refreshing_without_an_index_builds_it_whole(shelf):
    shutil.rmtree(index_path())

    index.refresh([shelf["五常大米 5kg/袋"].pk])

    assert len(index.matches(["宜君"])) == 4


def test_the_command_builds_the_index(db, oranges, capsys):
    call_command("update_search_index")

    assert index.matches(["脐橙"]) == [oranges.pk]


def test_without_an_index_the_database_answers_and_the_log_tells(client, db, oranges, caplog):
    with caplog.at_level(logging.WARNING):
        response = client.get(reverse("search:search"), {"words": "秭归脐橙"})

    assert oranges.title in response.content.decode()
    assert "no search index" in caplog.text


@pytest.mark.parametrize("kind", [".seg", ".toc"])
def test_with_a_broken_index_the_database_answers_and_the_log_tells(client, shelf, caplog, kind):
    for file in index_path().glob(f"*{kind}"):
        file.write_bytes(b"broken")

    response = client.get(reverse("search:search"), {"words": "大米"})

    assert response.status_code == 200
    assert "五常大米" in response.content.decode()
    assert "does not answer" in caplog.text


@pytest.mark.parametrize("kind", [".seg", ".toc"])
def test_a_broken_index_can_be_rebuilt(shelf, kind):
    for file in index_path().glob(f"*{kind}"):
        file.write_bytes(b"broken")

    index.rebuild()

    assert len(index.matches(["大米"])) == 1


@pytest.mark.parametrize(
    "text",
    [
        '" * ? AND',
        "AND",
        "title:大米 OR",
        "(((",
        "[1 TO 2]",
        "~~",
        "\\",
        "大" * 5000,
        "\x00大米",
        "<script>",
        "%",
        "'",
        "👩‍🌾",
    ],
)
@pytest.mark.parametrize("name", ["words", "page"])
def test_no_text_breaks_the_page(client, shelf, text, name):
    response = client.get(reverse("search:search"), {"words": "大米", name: text})

    assert response.status_code == 200
    assert "<script>" not in response.content.decode()


@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80))
def test_finding_answers_to_any_text(shelf, text):
    assert isinstance(finding.find(text).pks, list)


def test_an_empty_question_invites_to_ask(client, shelf):
    page = client.get(reverse("search:search")).content.decode()

    assert "想找什么" in page
    assert "水果" in page


def test_no_result_suggests_categories(client, shelf):
    page = client.get(reverse("search:search"), {"words": "榴莲"}).content.decode()

    assert "没有找到“榴莲”" in page
    assert "水果" in page


def test_when_nothing_has_all_words_those_with_some_are_shown_and_said_so(client, shelf):
    page = client.get(reverse("search:search"), {"words": "榴莲 大米"}).content.decode()

    assert "部分符合" in page
    assert "五常大米" in page


def test_the_search_page_cannot_be_posted_to(client, db):
    assert client.post(reverse("search:search")).status_code == 405


def test_results_ask_the_same_queries_for_5_products_and_for_50(client, supplier):
    def queries():
        index.rebuild()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("search:search"), {"words": "脐橙"}).status_code == 200
        return len(captured)

    for _ in range(5):
        factories.make_product(supplier)
    few = queries()
    for _ in range(45):
        factories.make_product(supplier)

    assert queries() == few <= 12


def test_results_keep_their_order_over_the_pages(client, supplier):
    for number in range(30):
        factories.make_product(supplier, title=f"脐橙 {number} 号")
    index.rebuild()
    ranked = finding.find("脐橙").pks

    shown = [
        offer.product.pk
        for page in (1, 2)
        for offer in client.get(reverse("search:search"), {"words": "脐橙", "page": page}).context["page"].object_list
    ]

    assert shown == ranked


def test_a_reader_sees_what_another_thread_committed(shelf):
    assert index.matches(["大米"])
    document = {"id": "catalogue.product.999", "django_ct": "catalogue.product", "django_id": "999"}
    backend = connections["default"].get_backend

    def write():
        backend().write(lambda: [{**document, "title": "新大米", "text": "新大米"}])

    writer = threading.Thread(target=write)
    writer.start()
    writer.join()

    assert 999 in index.matches(["大米"])


def test_many_writers_at_once_lose_nothing(shelf):
    def write(number):
        name = str(1000 + number)
        document = {"id": f"catalogue.product.{name}", "django_ct": "catalogue.product", "django_id": name}
        connections["default"].get_backend().write(lambda: [{**document, "title": "同时", "text": "同时"}])

    writers = [threading.Thread(target=write, args=[number]) for number in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert sorted(index.matches(["同时"])) == [1000 + number for number in range(8)]


def test_a_failed_write_leaves_the_index_as_it_was(shelf):
    def fails():
        raise RuntimeError

    with pytest.raises(RuntimeError):
        connections["default"].get_backend().write(fails, anew=True)

    assert len(index.matches(["大米"])) == 1
