"""From a file to the shop's tables, and again."""

from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from oscar.core.loading import get_model

from catalogue_import import existing, imports, template, work
from catalogue_import.models import CatalogueImport, ImportRow
from catalogue_import.workbook.refusals import Refused
from shop.produce import pictures
from shop.produce.signals import products_changed
from tests import factories

from .workbooks import GOOD, HEADERS, jpeg, workbook

Product = get_model("catalogue", "Product")
FULL = {
    "code": "A-1", "title": "秭归脐橙 5kg", "short_title": "脐橙5kg", "category": "脐橙", "county": "秭归",
    "township": "郭家坝镇", "spec": "5kg/箱", "unit": "箱", "net_weight_g": "10斤", "price": "￥58", "tax_rate": "9%",
    "tiers": "20:56.30;50:54.5", "min_order_quantity": 5, "order_multiple": 5, "stock": 100, "shelf_life_days": "30天",
    "storage": "冷藏", "season": "11-4月", "gi": "秭归脐橙", "certification": "绿色食品",
    "licence_number": "SC10742052700011", "gross_weight_kg": 5.5, "barcode": "6901234567892",
    "description": "皮薄\n肉嫩", "keywords": "脐橙；鲜果", "on_sale": "是",
}  # fmt: skip


@pytest.fixture
def run(shop, tmp_path, now):
    """Return a function that writes a template with rows and imports it."""

    def import_rows(*rows, pictures=None, data=None, **options):
        path = tmp_path / "目录.xlsx"
        if data is None:
            template.write(path, rows, pictures)
        else:
            path.write_bytes(data)
        return imports.run(path=path, name=path.name, supplier=shop, by=None, at=now, **options)

    return import_rows


def counts(result):
    return result.rows, result.created, result.updated, result.unchanged, result.rejected


def test_a_full_row_becomes_a_product_with_all_that_hangs_on_it(run, shop):
    result = run(FULL, pictures={"A-1": [jpeg("red"), jpeg("blue")]})

    product = Product.objects.get()
    record, dossier = product.stockrecords.get(), product.dossier
    assert counts(result) == (1, 1, 0, 0, 0)
    assert (result.images, result.errors) == (2, [])
    assert (product.title, product.description, product.is_public) == ("秭归脐橙 5kg", "皮薄\n肉嫩", True)
    assert (product.product_class.name, product.structure, bool(product.slug)) == ("农副产品", "standalone", True)
    assert [category.full_name for category in product.categories.all()] == ["水果 > 脐橙"]
    assert (record.partner, record.partner_sku, record.price) == (shop, "A-1", Decimal("58.00"))
    assert (record.price_currency, record.num_in_stock, record.num_allocated) == ("CNY", 100, 0)
    assert [(tier.min_quantity, tier.price) for tier in product.price_tiers.all()] == [
        (20, Decimal("56.30")),
        (50, Decimal("54.50")),
    ]
    assert (dossier.net_weight_g, dossier.gross_weight_kg, dossier.tax_rate) == (5000, Decimal("5.5"), Decimal("0.09"))
    assert (dossier.county.name, dossier.township, dossier.storage) == ("秭归县", "郭家坝镇", "CHILLED")
    assert (dossier.season, dossier.is_gi, dossier.gi_name) == ("11-4月", True, "秭归脐橙")
    assert (dossier.min_order_quantity, dossier.order_multiple, dossier.shelf_life_days) == (5, 5, 30)
    assert (dossier.barcode, dossier.keyword_list) == ("6901234567892", ["脐橙", "鲜果"])
    images = product.images.all()
    assert [image.display_order for image in images] == [0, 1]
    assert all(default_storage.exists(image.original.name) for image in images)
    assert pictures.small_url(images[0]).endswith(".480.webp")


def test_the_same_file_again_changes_nothing(run):
    run(FULL, pictures={"A-1": [jpeg("red")]})
    before = [list(model.objects.order_by("pk").values()) for model in written_models()]

    result = run(FULL, pictures={"A-1": [jpeg("red")]})

    assert counts(result) == (1, 0, 0, 1, 0)
    assert [list(model.objects.order_by("pk").values()) for model in written_models()] == before


def written_models():
    names = ("Product", "ProductCategory", "ProductImage")
    return [get_model("catalogue", name) for name in names] + [
        get_model("partner", "StockRecord"),
        get_model("produce", "Dossier"),
        get_model("produce", "PriceTier"),
    ]


def test_every_field_can_be_changed_and_cleared(run):
    run(FULL, pictures={"A-1": [jpeg("red")]})
    run(
        FULL
        | {"title": "夏橙", "price": 60, "tiers": "30:59", "category": "水果 > 苹果", "stock": 7, "season": "全年"},
        pictures={"A-1": [jpeg("blue"), jpeg("red")]},
    )

    product = Product.objects.get()
    assert (product.title, product.stockrecords.get().price, product.stockrecords.get().num_in_stock) == ("夏橙", 60, 7)
    assert [category.name for category in product.categories.all()] == ["苹果"]
    assert [(tier.min_quantity, tier.price) for tier in product.price_tiers.all()] == [(30, 59)]
    assert product.images.count() == 2
    assert product.dossier.season == "全年"

    result = run(FULL | dict.fromkeys(("tiers", "description", "gi", "keywords", "net_weight_g", "storage"), "清空"))

    product = Product.objects.get()
    assert counts(result) == (1, 0, 1, 0, 0)
    assert (product.description, product.price_tiers.count(), product.images.count()) == ("", 0, 2)
    assert (product.dossier.is_gi, product.dossier.keywords, product.dossier.net_weight_g) == (False, "", None)


def test_a_changed_price_is_kept_as_old_and_new(run):
    run(FULL)
    run(FULL | {"price": "57"})

    row = ImportRow.objects.last()
    assert row.changes == [["price", "58.00", "57.00"]]
    assert row.shown_changes == [("单价(元)", "58.00", "57.00")]


def test_a_dry_run_tells_the_same_and_writes_nothing(run):
    rows = [FULL, FULL | {"code": "A-2", "price": "五十"}]

    dry = run(*rows, dry_run=True, pictures={"A-1": [jpeg()]})

    assert not Product.objects.exists()
    assert not CatalogueImport.objects.exists()
    assert not storages["private"].exists("imports") and not default_storage.exists("products")
    assert dry == run(*rows, pictures={"A-1": [jpeg()]})


def test_bad_rows_are_listed_and_the_good_ones_written(run):
    result = run(FULL, FULL | {"code": "A-2", "price": "五十", "stock": -1, "unit": "坨"})

    assert counts(result) == (2, 1, 0, 0, 1)
    assert [(error["row"], error["column"], error["value"]) for error in result.errors] == [
        (3, "计量单位", "坨"),
        (3, "单价(元)", "五十"),
        (3, "库存", "-1"),
    ]
    assert Product.objects.count() == 1


def test_another_suppliers_product_of_the_same_code_is_left_alone(run, rival):
    theirs = factories.make_product(rival.partners.get(), sku="A-1", title="别家的橙")

    run(FULL)

    theirs.refresh_from_db()
    assert theirs.title == "别家的橙"
    assert Product.objects.count() == 2


def test_without_publishing_new_products_stay_off_sale(run):
    run(FULL, publish=False)

    assert not Product.objects.get().is_public


def test_rows_absent_from_the_file_are_left_as_they_are(run):
    run(FULL, FULL | {"code": "A-2"})
    run(FULL)

    assert Product.objects.filter(is_public=True).count() == 2


def test_stock_that_was_ordered_in_the_meantime_rejects_the_row_when_applied(run, shop, now):
    run(FULL)
    catalogue_import = make_reviewed(shop, FULL | {"stock": 4}, now)
    shop.stockrecords.update(num_allocated=5)

    imports.confirm(catalogue_import=catalogue_import, by=None, at=now)
    work.apply_confirmed(catalogue_import=catalogue_import, at=now)

    catalogue_import.refresh_from_db()
    assert (catalogue_import.updated, catalogue_import.rejected, catalogue_import.is_done) == (0, 1, True)
    assert "已有 5 件" in catalogue_import.rows.get().shown_mistakes[0].message
    assert shop.stockrecords.get().num_in_stock == 100


def make_reviewed(shop, row, now):
    """Return an import that was uploaded and read, and waits for its confirmation."""
    catalogue_import = imports.upload(
        supplier=shop, file=ContentFile(template.as_bytes(rows=[row]), "b.xlsx"), name="b.xlsx", publish=True,
        unpublish_missing=False, by=None, at=now,
    )  # fmt: skip
    work.read_uploaded(catalogue_import=catalogue_import, at=now)
    catalogue_import.refresh_from_db()
    assert catalogue_import.is_in_review
    return catalogue_import


@pytest.fixture
def told():
    """The product ids of every ``products_changed``; ``told.broken`` makes whoever follows fail."""

    class Told(list):
        broken = False

        def __call__(self, product_ids, **kwargs):
            if self.broken:
                raise ConnectionError("the index is away")
            self.append(sorted(product_ids))

    told = Told()
    products_changed.connect(told, weak=False)
    yield told
    products_changed.disconnect(told)


def test_an_interrupted_import_goes_on_where_it_stopped(shop, now, told):
    catalogue_import = make_reviewed(shop, FULL, now)
    imports.confirm(catalogue_import=catalogue_import, by=None, at=now)
    told.broken = True
    with pytest.raises(ConnectionError):
        work.apply_confirmed(catalogue_import=catalogue_import, at=now)

    catalogue_import.refresh_from_db()
    assert catalogue_import.is_in_review
    assert "再点一次" in catalogue_import.failure

    told.broken = False
    imports.confirm(catalogue_import=catalogue_import, by=None, at=now)
    work.apply_confirmed(catalogue_import=catalogue_import, at=now)

    catalogue_import.refresh_from_db()
    assert catalogue_import.is_done
    assert told == [[Product.objects.get().pk]]


def test_whoever_follows_products_is_told_once_with_all_of_them(run, monkeypatch, told):
    monkeypatch.setattr("catalogue_import.apply.CHUNK", 2)

    run(*[FULL | {"code": f"A-{number}"} for number in range(5)])
    run(*[FULL | {"code": f"A-{number}"} for number in range(5)])

    assert told == [sorted(Product.objects.values_list("pk", flat=True))]


def test_products_are_loaded_in_the_same_number_of_queries_however_many(run, shop):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert existing.load(shop)
        return len(captured)

    run(FULL)
    few = queries()
    run(*[FULL | {"code": f"A-{number}"} for number in range(40)], pictures={"A-7": [jpeg()]})

    assert queries() == few <= 6


def test_a_refused_file_leaves_a_trace_and_no_product(run):
    with pytest.raises(Refused, match="没有找到表头"):
        run(data=workbook([["什么也没有"]]))

    catalogue_import = CatalogueImport.objects.get()
    assert catalogue_import.is_refused
    assert "没有找到表头" in catalogue_import.failure


def test_a_column_that_is_not_in_the_file_leaves_its_values(run):
    run(FULL)
    run(data=workbook([HEADERS, [*GOOD[:6], "59", "100"]]))

    dossier = Product.objects.get().dossier
    assert (dossier.gi_name, dossier.min_order_quantity) == ("秭归脐橙", 5)


def test_pictures_waiting_for_confirmation_are_gone_afterwards(run, shop, now):
    run(FULL, pictures={"A-1": [jpeg("red")]})

    folder = f"imports/pictures/{CatalogueImport.objects.get().pk}"
    assert not storages["private"].exists(folder)
