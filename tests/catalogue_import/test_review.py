"""The review page: filters, thumbnails, and cells put right in the browser."""

import re
from urllib.parse import unquote

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from oscar.core.loading import get_model

from catalogue_import import corrections
from catalogue_import.models import CatalogueImport, Correction, ImportRow
from catalogue_import.workbook import images
from shop.produce import pictures
from tests import factories

from .test_import import FULL
from .test_pages import BAD, text
from .workbooks import GOOD, HEADERS, image, jpeg, workbook, zipped

Product = get_model("catalogue", "Product")


@pytest.fixture
def bad(desk):
    """An import with a good row and one whose price and stock are wrong."""
    return desk.uploaded(FULL, BAD)


def correct(desk, catalogue_import, number, **texts):
    row = catalogue_import.rows.get(number=number)
    response = desk.post("correct", catalogue_import.pk, row.pk, **texts)
    row.refresh_from_db()
    catalogue_import.refresh_from_db()
    return row, response


def htmx(client, desk, row, **texts):
    url = desk.url("correct", row.catalogue_import_id, row.pk)
    return client.post(url, texts, headers={"HX-Request": "true"})


def test_each_bad_cell_is_an_input_with_what_is_wrong(desk, bad):
    page = text(desk.get("review", bad.pk))

    assert 'name="price"' in page and 'value="五十"' in page
    assert 'name="stock"' in page and "请填不小于 0 的整数" in page
    assert 'name="title"' not in page
    assert "重新检查" in page


def test_a_row_put_right_becomes_good_and_counts_follow(desk, bad, seller):
    row, response = correct(desk, bad, 3, price="60", stock="8")

    assert response.url.endswith(f"#row-{row.pk}")
    assert (row.outcome, row.mistakes, row.values["price"], row.values["stock"]) == ("NEW", [], "60.00", 8)
    assert (bad.created, bad.rejected) == (2, 0)
    assert [(each.key, each.old_text, each.new_text, each.by) for each in row.corrections.all()] == [
        ("price", "五十", "60", seller),
        ("stock", "-1", "8", seller),
    ]


def test_what_was_put_right_is_what_is_imported(desk, bad):
    correct(desk, bad, 3, price="60", stock="8")

    desk.post("confirm", bad.pk)

    record = get_model("partner", "StockRecord").objects.get(partner_sku="A-2")
    assert (record.price, record.num_in_stock) == (60, 8)
    page = text(desk.get("review", bad.pk, outcome="NEW"))
    assert "改了单价(元)：五十 → 60" in page


def test_a_correction_that_is_wrong_too_keeps_the_row_out_and_says_why(desk, bad):
    row, _ = correct(desk, bad, 3, price="一百", stock="8")

    assert row.bad_keys == ["price"]
    assert row.shown_mistakes[0].value == "一百"
    assert (bad.created, bad.rejected) == (1, 1)


def test_rules_across_cells_are_judged_anew(desk):
    catalogue_import = desk.uploaded(FULL | {"min_order_quantity": 7, "order_multiple": 5})

    row, _ = correct(desk, catalogue_import, 2, min_order_quantity="10")
    assert row.outcome == "NEW"

    row, _ = correct(desk, catalogue_import, 2, min_order_quantity="11")
    assert row.bad_keys == ["min_order_quantity"]


def test_putting_one_of_two_equal_codes_right_clears_both_rows(desk):
    catalogue_import = desk.uploaded(FULL, FULL, FULL | {"code": "A-5"})
    assert catalogue_import.rejected == 2

    correct(desk, catalogue_import, 3, code="A-4")
    assert (catalogue_import.created, catalogue_import.rejected) == (3, 0)

    correct(desk, catalogue_import, 3, code="A-5")
    assert {row.number for row in catalogue_import.rows.filter(outcome="REJECTED")} == {3, 4}
    assert "第 4 行" in catalogue_import.rows.get(number=3).shown_mistakes[0].message


def test_a_code_of_an_existing_product_makes_the_row_a_change(desk, shop):
    desk.post("confirm", desk.uploaded(FULL).pk)
    catalogue_import = desk.uploaded(FULL | {"code": "长" * 70, "price": "57"})

    row, _ = correct(desk, catalogue_import, 2, code="A-1")

    assert (row.outcome, row.changes) == ("CHANGED", [["price", "58.00", "57.00"]])


def test_a_code_put_right_counts_when_missing_products_go_off_sale(desk):
    desk.post("confirm", desk.uploaded(FULL, FULL | {"code": "A-9"}).pk)
    catalogue_import = desk.uploaded(FULL | {"code": ""}, unpublish_missing="on")
    assert catalogue_import.missing == []

    correct(desk, catalogue_import, 2, code="A-1")

    assert catalogue_import.missing == ["A-9"]


def test_a_text_that_did_not_change_leaves_no_trace(desk, bad):
    correct(desk, bad, 3, price="五十", stock="-1", title="别的")

    assert not Correction.objects.exists()
    assert bad.rows.get(number=3).values["title"] == "坏橙"


def test_a_long_description_is_not_cut_before_it_is_put_right(desk):
    catalogue_import = desk.uploaded(FULL | {"description": "好" * 4100})

    assert "好" * 4100 in text(desk.get("review", catalogue_import.pk))


def test_pictures_that_cannot_be_taken_may_be_left_out(desk):
    files = {"图.jpg": jpeg("red"), "坏.jpg": b"GIF89a"}
    rows = [HEADERS, [*GOOD, "图.jpg；坏.jpg"]]
    catalogue_import = desk.uploaded(data=zipped({"a.xlsx": workbook(rows), **files}), name="a.zip")
    assert catalogue_import.rows.get().bad_keys == ["pictures"]

    row, _ = correct(desk, catalogue_import, 2, pictures="drop")

    assert (row.outcome, len(row.values["pictures"])) == ("NEW", 1)
    assert row.corrections.get().new_text == corrections.WITHOUT_BAD_PICTURES


def test_htmx_gets_only_what_changed_so_that_no_input_is_lost(desk, bad, client):
    row = bad.rows.get(number=3)

    page = text(htmx(client, desk, row, price="60", stock="-1"))

    assert "<input" not in page.replace('<input type="hidden"', "").replace('<input type="checkbox"', "")
    assert page.count("hx-swap-oob") == 6
    assert "已改好" in page and "请填不小于 0 的整数" in page
    assert "有问题的 1 行不导入" in page
    assert "<html" not in page


def test_counts_by_column_follow_a_correction(desk, bad, client):
    counted = re.compile(r'单价\(元\) <span class="import-filters__count">(\d+)<')
    before = counted.search(text(desk.get("review", bad.pk)))

    page = text(htmx(client, desk, bad.rows.get(number=3), price="60"))

    assert before[1] == "1"
    assert 'id="filters"' in page and not counted.search(page)


def test_a_cell_that_turns_wrong_brings_its_input_with_it(desk, client):
    catalogue_import = desk.uploaded(FULL | {"price": "五十", "tiers": "20:40"})
    row = catalogue_import.rows.get()

    response = htmx(client, desk, row, price="30")

    assert response["HX-Retarget"] == f"#row-{row.pk}" and response["HX-Reswap"] == "outerHTML"
    assert 'name="tiers"' in text(response)


def test_after_the_confirmation_nothing_can_be_put_right_any_more(desk, bad, client):
    row = bad.rows.get(number=3)
    desk.post("confirm", bad.pk, only_good="1")

    response = desk.post("correct", bad.pk, row.pk, price="60")
    assert response.url == desk.url("review", bad.pk)
    assert htmx(client, desk, row, price="60")["HX-Refresh"] == "true"
    assert not Correction.objects.exists()
    assert 'name="price"' not in text(desk.get("review", bad.pk, outcome="REJECTED"))


def test_rows_are_narrowed_down_to_a_column_with_mistakes(desk):
    rows = [FULL | {"code": "A-1", "title": "价错", "price": "x"}, FULL | {"code": "A-2", "title": "数错", "stock": -1}]
    catalogue_import = desk.uploaded(*rows)

    page = text(desk.get("review", catalogue_import.pk, outcome="REJECTED", column="stock"))

    assert "数错" in page and "价错" not in page
    assert "column=price" in page


def test_changed_cells_stand_beside_unchanged_ones_in_columns(desk):
    desk.post("confirm", desk.uploaded(FULL, FULL | {"code": "A-2"}).pk)
    catalogue_import = desk.uploaded(FULL | {"price": "57"}, FULL | {"code": "A-2", "stock": 9})

    page = text(desk.get("review", catalogue_import.pk, outcome="CHANGED"))

    assert page.count('class="import-grid__changed"') == 2
    assert page.count('class="import-grid__same"') == 2


def test_thumbnails_are_small_and_private(desk, client, rival, supplier):
    catalogue_import = desk.uploaded(FULL, pictures={"A-1": [image(size=(900, 600))]})
    digest = catalogue_import.rows.get().pictures[0]

    response = desk.get("picture", catalogue_import.pk, digest)
    assert response["Content-Type"] == "image/webp" and len(response.content) < 5000
    assert "private" in response["Cache-Control"]
    assert desk.get("picture", catalogue_import.pk, "0" * 64).status_code == 404

    client.force_login(rival)
    assert desk.get("picture", catalogue_import.pk, digest).status_code == 404
    theirs = [rival.partners.get().code, catalogue_import.pk, digest]
    assert client.get(reverse("catalogue_import:picture", args=theirs)).status_code == 404


def test_thumbnails_of_an_imported_file_come_from_the_shop(desk):
    catalogue_import = desk.uploaded(FULL, pictures={"A-1": [jpeg()]})
    digest = catalogue_import.rows.get().pictures[0]
    desk.post("confirm", catalogue_import.pk)

    assert desk.get("picture", catalogue_import.pk, digest).url.endswith(".240.webp")
    assert not storages["private"].exists(f"imports/pictures/{catalogue_import.pk}")


def test_the_file_comes_back_as_it_was_and_marked_to_its_supplier_only(desk, bad, client, rival):
    for name in ("file", "marked"):
        response = desk.get(name, bad.pk)
        assert response.status_code == 200
        assert response["Content-Disposition"].startswith("attachment")
        assert b"".join(response.streaming_content)[:2] == b"PK"

    client.force_login(rival)
    for name in ("file", "marked"):
        assert desk.get(name, bad.pk).status_code == 404
        theirs = [rival.partners.get().code, bad.pk]
        assert client.get(reverse(f"catalogue_import:{name}", args=theirs)).status_code == 404
    row = bad.rows.get(number=3)
    assert desk.post("correct", bad.pk, row.pk, price="60").status_code == 404
    assert not Correction.objects.exists()


def test_a_marked_file_that_comes_back_is_not_named_twice(desk):
    again = desk.uploaded(BAD, name="目录-已标出问题.xlsx")

    name = unquote(desk.get("marked", again.pk)["Content-Disposition"])

    assert "目录-已标出问题.xlsx" in name


def test_a_row_of_another_import_cannot_be_put_right_through_ones_own(desk, bad):
    other = desk.uploaded(BAD | {"code": "A-7"})

    assert desk.post("correct", bad.pk, other.rows.get().pk, price="60").status_code == 404


@pytest.mark.parametrize(
    "name, method", [("correct", "get"), ("file", "post"), ("marked", "post"), ("picture", "post")]
)
def test_the_wrong_method_is_405(desk, bad, name, method):
    arguments = {"correct": [bad.rows.first().pk], "picture": ["x"]}.get(name, [])

    assert getattr(desk, method)(name, bad.pk, *arguments).status_code == 405


def test_the_review_costs_the_same_queries_for_5_rows_and_for_50(desk):
    def rows(count):
        mixed = [FULL | {"code": f"A-{number}", "price": "x", "stock": -1} for number in range(count)]
        return mixed + [FULL | {"code": f"B-{number}"} for number in range(count)]

    few, many = desk.uploaded(*rows(5)), desk.uploaded(*rows(50))
    for catalogue_import in (few, many):
        row = catalogue_import.rows.first()
        corrections.correct(row=row, texts={"price": "60"}, by=None, at=catalogue_import.uploaded_at)
    counts = []
    for outcome in ("REJECTED", "NEW"):
        for catalogue_import in (few, many):
            with CaptureQueriesContext(connection) as found:
                assert desk.get("review", catalogue_import.pk, outcome=outcome).status_code == 200
            counts.append(len(found))

    assert counts[0] == counts[1] and counts[2] == counts[3]
    assert max(counts) < 24


def test_unchanged_pictures_are_not_decoded_again(desk, monkeypatch):
    desk.post("confirm", desk.uploaded(FULL, pictures={"A-1": [jpeg("red")]}).pk)
    worked_on = []
    reencode = images.reencode

    def watched(sources, limits):
        for key, data in sources:
            worked_on.append(key)
            yield from reencode([(key, data)], limits)

    monkeypatch.setattr(images, "reencode", watched)
    again = desk.uploaded(FULL, pictures={"A-1": [jpeg("red")]})
    assert (again.unchanged, worked_on) == (1, [])

    more = desk.uploaded(FULL, pictures={"A-1": [jpeg("red"), jpeg("blue")]})
    assert (more.updated, len(worked_on)) == (1, 1)


def test_a_picture_remembered_but_gone_from_the_shop_is_decoded_again(desk):
    desk.post("confirm", desk.uploaded(FULL, pictures={"A-1": [jpeg("red")]}).pk)
    digest = ImportRow.objects.get().pictures[0]
    pictures.forget(digest)

    desk.post("confirm", desk.uploaded(FULL | {"code": "A-2"}, pictures={"A-2": [jpeg("red")]}).pk)

    assert pictures.is_stored(digest)


def test_another_suppliers_code_is_no_ones_business(desk, rival):
    factories.make_product(rival.partners.get(), sku="A-2")
    catalogue_import = desk.uploaded(BAD | {"stock": 5})

    row, _ = correct(desk, catalogue_import, 2, price="60")

    assert row.outcome == "NEW"
    assert CatalogueImport.objects.get(pk=catalogue_import.pk).created == 1
