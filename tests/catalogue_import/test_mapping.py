"""Files whose headers nobody knows: the supplier says once which column is which."""

import pytest
from django.urls import reverse
from oscar.core.loading import get_model

from catalogue_import import mapping_guesses
from catalogue_import.models import CatalogueImport, ColumnMapping

from .test_pages import text
from .workbooks import workbook

Product = get_model("catalogue", "Product")
HEADERS = ["货品代号", "叫什么", "归类", "哪里产", "装量", "怎么卖", "多少钱", "还有多少"]
KEYS = ["code", "title", "category", "county", "spec", "unit", "price", "stock"]
ROW = ["A-1", "秭归脐橙", "水果 > 脐橙", "秭归县", "5kg/箱", "箱", "58.00", "100"]
OTHER = ["A-2", "秭归蜜橙", "水果 > 脐橙", "秭归县", "5kg/箱", "箱", "56.00", "90"]
STRANGE = workbook([["某某公司报价单"], HEADERS, ROW, OTHER])
ANSWER = {f"column_{place}": key for place, key in enumerate(KEYS, start=1)}


def explain(desk, catalogue_import, **answer):
    return desk.post("mapping", catalogue_import.pk, **{"sheet": "商品", "header_row": "2"} | ANSWER | answer)


def test_a_file_with_strange_headers_waits_for_its_columns_and_then_goes_on(desk):
    catalogue_import = desk.uploaded(data=STRANGE)

    assert catalogue_import.is_mapping
    assert desk.get("review", catalogue_import.pk).url == desk.url("mapping", catalogue_import.pk)
    page = text(desk.get("mapping", catalogue_import.pk))
    assert "某某公司报价单" in page and "还有多少" in page and "商品编码＊" in page

    response = explain(desk, catalogue_import)

    assert response.url == desk.url("review", catalogue_import.pk)
    catalogue_import.refresh_from_db()
    assert (catalogue_import.is_in_review, catalogue_import.created) == (True, 2)
    assert "按您说过的列对应读取" in text(desk.get("review", catalogue_import.pk))


def test_the_same_headers_are_not_asked_about_again_wherever_they_stand(desk):
    explain(desk, desk.uploaded(data=STRANGE))

    later = desk.uploaded(data=workbook([[], [], HEADERS, [*ROW[:6], "60", "80"]]))

    assert (later.is_in_review, later.created) == (True, 1)
    assert later.mapping == ColumnMapping.objects.get()


def test_another_suppliers_word_does_not_count(desk, client, rival):
    explain(desk, desk.uploaded(data=STRANGE))
    client.force_login(rival)
    desk.__class__.url = lambda self, name, *rest: reverse(
        f"catalogue_import:{name}", args=[rival.partners.get().code, *rest]
    )

    assert desk.uploaded(data=STRANGE).is_mapping


def test_what_the_file_does_not_say_can_hold_for_all_of_it(desk):
    catalogue_import = desk.uploaded(data=workbook([["货号", "品名", "规格", "价"], ["A-1", "脐橙", "5kg", "58"]]))
    answer = {"column_1": "code", "column_2": "title", "column_3": "spec", "column_4": "price"}
    constants = {"all_category": "水果 > 脐橙", "all_county": "秭归县", "all_unit": "箱", "all_stock": "20"}

    desk.post("mapping", catalogue_import.pk, sheet="商品", header_row="1", **answer, **constants)
    desk.post("confirm", catalogue_import.pk)

    product = Product.objects.get()
    assert (product.categories.get().full_name, product.dossier.unit) == ("水果 > 脐橙", "箱")
    assert product.stockrecords.get().num_in_stock == 20


def test_a_file_without_any_header_can_be_mapped_too(desk):
    data = workbook([ROW, OTHER])
    first = desk.uploaded(data=data)
    explain(desk, first, header_row="0")

    again = desk.uploaded(data=workbook([OTHER, ROW]))

    assert CatalogueImport.objects.get(pk=first.pk).created == 2
    assert (again.is_in_review, again.created) == (True, 2)


@pytest.mark.parametrize(
    "answer, sentence",
    [
        ({"column_8": ""}, "还没有对应：库存"),
        ({"column_8": "price"}, "“单价(元)”已经对应“多少钱”那一列"),
        ({"column_8": "nonsense"}, "nonsense"),
    ],
)
def test_a_mapping_that_cannot_be_says_so_in_words(desk, answer, sentence):
    catalogue_import = desk.uploaded(data=STRANGE)

    response = explain(desk, catalogue_import, **answer)

    assert response.status_code == 400
    assert sentence in text(response)
    assert not ColumnMapping.objects.exists()


def test_required_columns_that_are_missing_ask_for_a_mapping_and_doubled_ones_too(desk):
    for headers in (
        ["商品编码", "商品名称", "分类", "产地", "规格", "单位", "价钱", "库存"],
        ["商品编码", "商品名称", "分类", "产地", "规格", "单价", "单价", "库存", "单位"],
    ):
        rows = [headers, [*ROW, "箱"][: len(headers)], [*OTHER, "箱"][: len(headers)]]
        assert desk.uploaded(data=workbook(rows)).is_mapping


def test_a_mapping_is_changed_and_forgotten(desk):
    explain(desk, desk.uploaded(data=STRANGE))
    mapping = ColumnMapping.objects.get()
    assert "货品代号" in text(desk.get("memory"))
    assert 'value="stock" selected' in text(desk.get("mapping_change", mapping.pk))

    swapped = ANSWER | {"column_1": "title", "column_2": "code"}
    desk.post("mapping_change", mapping.pk, **swapped)
    mapping.refresh_from_db()
    assert (mapping.columns["title"], mapping.columns["code"]) == (1, 2)

    desk.post("mapping_forget", mapping.pk)
    assert desk.uploaded(data=STRANGE).is_mapping


def test_columns_can_be_mapped_anew_from_the_review(desk):
    catalogue_import = desk.uploaded(data=STRANGE)
    explain(desk, catalogue_import)

    response = desk.post("mapping_again", catalogue_import.pk)

    assert response.url == desk.url("mapping", catalogue_import.pk)
    assert 'value="price" selected' in text(desk.get("mapping", catalogue_import.pk))
    explain(desk, catalogue_import, column_1="title", column_2="code")
    assert sorted(catalogue_import.rows.values_list("code", flat=True)) == ["秭归脐橙", "秭归蜜橙"]


def test_a_second_answer_changes_nothing(desk):
    catalogue_import = desk.uploaded(data=STRANGE)
    explain(desk, catalogue_import)

    response = explain(desk, catalogue_import)

    assert response.url == desk.url("review", catalogue_import.pk)


def test_giving_up_is_possible_before_mapping(desk):
    catalogue_import = desk.uploaded(data=STRANGE)

    desk.post("cancel", catalogue_import.pk)

    catalogue_import.refresh_from_db()
    assert catalogue_import.is_cancelled


def test_markup_in_headers_is_shown_as_text(desk):
    catalogue_import = desk.uploaded(data=workbook([["<script>x", *HEADERS[1:]], ROW, OTHER]))

    assert "<script>x" not in text(desk.get("mapping", catalogue_import.pk))


@pytest.mark.parametrize("name", ["mapping", "mapping_again", "mapping_change", "mapping_forget", "memory", "learn"])
def test_strangers_see_nothing_of_it(desk, client, rival, name):
    catalogue_import = desk.uploaded(data=STRANGE)
    explain(desk, catalogue_import)
    ids = {"memory": [], "learn": [], "mapping_change": [ColumnMapping.objects.get().pk]}
    ids["mapping_forget"] = ids["mapping_change"]
    arguments = ids.get(name, [catalogue_import.pk])
    visit = desk.get if name in {"mapping", "mapping_change", "memory"} else desk.post
    client.force_login(rival)
    theirs = reverse(f"catalogue_import:{name}", args=[rival.partners.get().code, *arguments])

    assert visit(name, *arguments).status_code == 404
    if arguments:
        assert (client.get if visit == desk.get else client.post)(theirs).status_code == 404
    client.logout()
    assert "login" in visit(name, *arguments).url


@pytest.mark.parametrize("name, arguments", [("mapping_again", [1]), ("mapping_forget", [1]), ("learn", [])])
def test_changes_are_posted(desk, name, arguments):
    assert desk.get(name, *arguments).status_code == 405


def test_the_memory_costs_the_same_however_much_there_is(desk, shop, now, django_assert_max_num_queries):
    for number in range(40):
        ColumnMapping.objects.create(supplier=shop, signature=str(number), sheet="x", header_row=1, at=now)
        shop.synonyms.create(key="unit", word=f"w{number}", meaning="箱", at=now)

    with django_assert_max_num_queries(12):
        assert desk.get("memory").status_code == 200


def guessed(headers, *rows):
    preview = [[number, list(enumerate(row, start=1))] for number, row in enumerate([headers, *rows], start=1)]
    header = mapping_guesses.header_row(preview)
    return mapping_guesses.guess(mapping_guesses.columns(preview, header), ["秭归县"], ["水果 > 脐橙"])


def test_guesses_follow_the_wording_of_headers():
    found = guessed(
        ["产品编号", "产品名", "所属分类", "供货价(元/箱)", "剩余库存", "计价单位"],
        ["1", "橙", "水果", "58", "9", "箱"],
    )

    assert found == {"code": 1, "title": 2, "category": 3, "price": 4, "stock": 5, "unit": 6}


def test_guesses_follow_what_lies_below_when_headers_say_nothing():
    found = guessed(["甲", "乙", "丙", "丁", "戊"], *[["A-1", "水果 > 脐橙", "箱", "￥58.50", "秭归县"]] * 3)

    assert found == {"code": 1, "category": 2, "unit": 3, "price": 4, "county": 5}


def test_the_header_row_is_found_below_titles():
    preview = [[1, [[1, "某公司 2026 年报价"]]], [2, [[1, "货品编号"], [2, "商品名"], [3, "供价"]]], [3, [[1, "A-1"]]]]

    assert mapping_guesses.header_row(preview) == 2
