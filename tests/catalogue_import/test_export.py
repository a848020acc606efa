"""A supplier's own catalogue goes out in the template's format and comes back as all unchanged."""

import io

import pytest
from openpyxl import load_workbook

from catalogue_import import export, imports, template
from tests import factories

from .test_import import FULL, counts
from .test_pages import text
from .workbooks import jpeg


@pytest.fixture
def send(shop, tmp_path, now):
    """Return a function that imports a workbook's bytes."""

    def run(data):
        path = tmp_path / "目录.xlsx"
        path.write_bytes(data)
        return imports.run(path=path, name=path.name, supplier=shop, by=None, at=now)

    return run


def exported(shop, with_pictures=True):
    with export.write(supplier=shop, with_pictures=with_pictures) as file:
        return file.read()


BARE = {
    "code": "00B", "title": "=脐橙", "category": "水果 > 苹果", "county": "秭归县", "spec": "5kg/箱", "unit": "箱",
    "price": 0.1, "stock": 0, "tax_rate": "免税", "season": "5月", "on_sale": "否", "net_weight_g": "2.5L",
}  # fmt: skip


@pytest.mark.parametrize("with_pictures", [True, False])
def test_an_export_reads_back_as_all_unchanged(send, shop, with_pictures):
    photo = jpeg("red", size=(900, 700), quality=93)
    send(template.as_bytes(rows=[FULL, BARE], pictures={"A-1": [photo, jpeg("blue")]}))

    result = send(exported(shop, with_pictures))

    assert counts(result) == (2, 0, 0, 2, 0)
    assert result.images == (2 if with_pictures else 0)


def test_an_export_taken_through_openpyxl_still_knows_its_pictures(send, shop):
    send(template.as_bytes(rows=[FULL], pictures={"A-1": [jpeg("red", size=(900, 700), quality=93)]}))
    book = load_workbook(io.BytesIO(exported(shop)))
    book["商品"]["O2"].value = 77
    data = io.BytesIO()
    book.save(data)

    result = send(data.getvalue())

    assert counts(result) == (1, 0, 1, 0, 0)
    assert result.errors == []


def test_pictures_beyond_what_can_be_uploaded_again_are_refused_in_words(desk, send, shop, monkeypatch):
    send(template.as_bytes(rows=[FULL], pictures={"A-1": [jpeg()]}))
    monkeypatch.setattr(export, "MAX_PICTURES", 0)

    with pytest.raises(export.TooManyPictures):
        exported(shop)

    assert desk.get("catalogue").url == desk.url("home")
    assert "不带图片" in text(desk.get("home"))
    assert desk.get("catalogue", pictures="0").status_code == 200


def test_the_supplier_downloads_its_own_catalogue_and_nobody_elses(desk, client, rival, send):
    send(template.as_bytes(rows=[FULL]))
    factories.make_product(sku="FREMD-1")

    response = desk.get("catalogue")

    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content)))["商品"]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["A-1"]
    assert "attachment" in response["Content-Disposition"]
    assert desk.post("catalogue").status_code == 405
    client.force_login(rival)
    assert desk.get("catalogue").status_code == 404
    client.logout()
    assert "login" in desk.get("catalogue").url


def test_an_export_costs_the_same_number_of_queries_however_long(send, shop, django_assert_max_num_queries):
    send(template.as_bytes(rows=[FULL | {"code": f"A-{number}", "title": f"橙{number}"} for number in range(60)]))

    with django_assert_max_num_queries(8):
        exported(shop)
