"""An applied import undone: everything goes back but what was ordered or changed since, and that is said."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from oscar.core.loading import get_model

from catalogue_import import apply, fates, imports, reading, undo, work
from catalogue_import.fates import Kind
from catalogue_import.models import CatalogueImport, ImportRow
from procurement.collection import group_orders
from procurement.models import FundSource
from shop.produce import pictures
from tests import factories

from .test_import import FULL
from .test_pages import text
from .workbooks import jpeg

Product = get_model("catalogue", "Product")
StockRecord = get_model("partner", "StockRecord")


@pytest.fixture(autouse=True)
def at_once(settings):
    """Listings are live at once: what waits for the office is tested elsewhere."""
    settings.LISTING_REVIEW = False


@pytest.fixture
def applied(desk):
    """Return a function that uploads rows and confirms them."""

    def run(*rows, **options):
        catalogue_import = desk.uploaded(*rows, **options)
        desk.post("confirm", catalogue_import.pk)
        catalogue_import.refresh_from_db()
        assert catalogue_import.is_done
        return catalogue_import

    return run


@pytest.fixture
def undone(desk):
    """Return a function that undoes an import through its page."""

    def run(catalogue_import):
        desk.post("undo", catalogue_import.pk)
        catalogue_import.refresh_from_db()
        return catalogue_import

    return run


def product(code):
    return Product.objects.get(stockrecords__partner_sku=code)


def order(code, unit, handler, approver, now):
    """Order three packs of a product through a unit's group order, as people do."""
    delivery = ("测试路 1 号", "收货人", "10000000000")
    facts = {"unit": unit, "title": "慰问", "fund_source": FundSource.UNION, "deadline_at": now + timedelta(days=1)}
    return group_orders.create(**facts, delivery=delivery, items=[(product(code), 10)], by=handler, at=now)


def sold(code, at):
    """Leave an order line of a product behind, as placing an order does."""
    order_model, line_model = get_model("order", "Order"), get_model("order", "Line")
    facts = {"currency": "CNY", "total_incl_tax": 58, "total_excl_tax": 58, "date_placed": at}
    placed = order_model.objects.create(number=f"X-{code}", **facts)
    record = StockRecord.objects.get(partner_sku=code)
    prices = dict.fromkeys(
        ("line_price_incl_tax", "line_price_excl_tax", "line_price_before_discounts_incl_tax",
         "line_price_before_discounts_excl_tax"), 58
    )  # fmt: skip
    line_model.objects.create(
        order=placed, product=record.product, stockrecord=record, partner=record.partner, partner_sku=code,
        title="橙", quantity=1, num_allocated=0, **prices,
    )  # fmt: skip


def test_changed_products_get_their_old_values_tiers_and_pictures_back(desk, applied, undone):
    applied(FULL, pictures={"A-1": [jpeg("red")]})
    before = _facts("A-1")
    second = applied(
        FULL | {"title": "夏橙", "price": 60, "tiers": "30:59", "category": "苹果", "stock": 7, "season": "全年"},
        pictures={"A-1": [jpeg("blue"), jpeg("lime")]},
    )
    assert _facts("A-1") != before

    undone(second)

    assert second.is_undone
    assert (second.undone, second.kept) == (1, 0)
    assert _facts("A-1") == before
    assert all(default_storage.exists(image.original.name) for image in product("A-1").images.all())
    assert not any(pictures.is_stored(digest) for digest in second.rows.get().pictures)


def _facts(code):
    found = product(code)
    record, dossier = found.stockrecords.get(), found.dossier
    return (
        found.title, found.is_public, record.price, record.num_in_stock, dossier.season,
        [(tier.min_quantity, tier.price) for tier in found.price_tiers.all()],
        [image.original.name for image in found.images.all()],
        [category.name for category in found.categories.all()],
    )  # fmt: skip


def test_new_products_that_nobody_ordered_are_deleted_with_all_that_hung_on_them(applied, undone):
    catalogue_import = applied(FULL, FULL | {"code": "A-2"}, pictures={"A-1": [jpeg("red")]})
    digest = catalogue_import.rows.first().pictures[0]

    undone(catalogue_import)

    assert not Product.objects.exists() and not StockRecord.objects.exists()
    assert not pictures.is_stored(digest)
    assert catalogue_import.undone == 2


def test_a_new_product_in_a_basket_is_archived(applied, undone, shopper):
    catalogue_import = applied(FULL)
    basket = get_model("basket", "Basket").objects.create(owner=shopper)
    record = StockRecord.objects.get()
    basket.lines.create(product=record.product, stockrecord=record, line_reference="x", price_currency="CNY")

    undone(catalogue_import)

    assert not product("A-1").is_public
    assert (catalogue_import.undone, catalogue_import.kept) == (1, 0)


def test_a_new_product_that_was_ordered_stays_and_its_neighbour_goes(desk, applied, undone, now):
    catalogue_import = applied(FULL, FULL | {"code": "A-2"})
    sold("A-1", now)

    page = text(desk.get("undo", catalogue_import.pk))
    assert "已经有人订购" in page
    undone(catalogue_import)

    assert [record.partner_sku for record in StockRecord.objects.all()] == ["A-1"]
    assert product("A-1").is_public
    assert (catalogue_import.undone, catalogue_import.kept) == (1, 1)
    page = text(desk.get("review", catalogue_import.pk, outcome="KEPT"))
    assert "已经有人订购" in page and "已经撤销 1 行" in page


def test_a_product_in_a_group_order_stays(applied, undone, unit, handler, approver, now):
    catalogue_import = applied(FULL)
    order("A-1", unit, handler, approver, now)

    undone(catalogue_import)

    assert product("A-1").is_public
    assert "里在用" in catalogue_import.rows.get().kept_because


def test_a_changed_product_ordered_since_stays_but_not_one_ordered_before(applied, undone, now):
    applied(FULL, FULL | {"code": "A-2"})
    sold("A-1", now - timedelta(days=3))
    second = applied(FULL | {"price": 57}, FULL | {"code": "A-2", "price": 57})
    sold("A-2", second.confirmed_at + timedelta(minutes=1))

    undone(second)

    assert StockRecord.objects.get(partner_sku="A-1").price == 58
    assert StockRecord.objects.get(partner_sku="A-2").price == 57
    assert "订购" in second.rows.get(code="A-2").kept_because


def test_what_a_later_import_changed_stays_until_that_is_undone(applied, undone):
    first = applied(FULL)
    second = applied(FULL | {"price": 57}, name="涨价.xlsx")
    third = applied(FULL | {"price": 57, "title": "新名字"}, name="改名.xlsx")

    undone(second)
    assert StockRecord.objects.get().price == 57
    assert "改名.xlsx" in second.rows.get().kept_because

    undone(third)
    undone(first)
    assert "涨价.xlsx" in first.rows.get().kept_because


def test_undoing_from_the_last_to_the_first_leaves_nothing(applied, undone):
    every = [applied(FULL), applied(FULL | {"price": 57}), applied(FULL | {"price": 59, "stock": 4})]

    for catalogue_import in reversed(every):
        undone(catalogue_import)
        assert catalogue_import.kept == 0

    assert not Product.objects.exists()


def test_a_value_changed_by_hand_since_is_named(applied, undone):
    applied(FULL)
    second = applied(FULL | {"price": 57, "title": "夏橙"})
    Product.objects.update(title="手改的")

    undone(second)

    assert "商品名称" in second.rows.get().kept_because
    assert product("A-1").title == "手改的"


def test_stock_that_moved_since_is_left_and_the_rest_goes_back(applied, undone):
    applied(FULL)
    second = applied(FULL | {"price": 57, "stock": 50})
    StockRecord.objects.update(num_in_stock=49)

    undone(second)

    record, row = StockRecord.objects.get(), second.rows.get()
    assert (record.price, record.num_in_stock) == (58, 49)
    assert row.undone_at and "库存" in row.kept_because


def test_products_taken_off_sale_as_missing_come_back(applied, undone):
    applied(FULL, FULL | {"code": "A-9"})
    second = applied(FULL | {"price": 57}, unpublish_missing="on")
    assert not product("A-9").is_public

    undone(second)

    assert product("A-9").is_public


def test_the_page_before_says_what_will_happen_and_changes_nothing(desk, applied):
    applied(FULL)
    second = applied(FULL | {"price": 57}, FULL | {"code": "A-2"})

    page = text(desk.get("undo", second.pk))

    assert "单价(元)：57.00 → 58.00" in page and "删除" in page
    assert StockRecord.objects.get(partner_sku="A-1").price == 57
    counts = dict(undo.preview(second)[0])
    assert (counts[Kind.RESTORED.label], counts[Kind.DELETED.label]) == (1, 1)


def test_undoing_twice_does_nothing_more(desk, applied, undone):
    catalogue_import = undone(applied(FULL))
    again = applied(FULL)

    undone(catalogue_import)

    assert Product.objects.count() == 1
    assert again.moves.filter(new=CatalogueImport.Status.UNDOING).count() == 0
    assert catalogue_import.moves.filter(new=CatalogueImport.Status.UNDOING).count() == 1
    assert desk.get("undo", catalogue_import.pk).status_code == 302


@pytest.mark.parametrize("status", ["UPLOADED", "READING", "REVIEW", "APPLYING", "REFUSED", "CANCELLED", "UNDONE"])
def test_only_what_was_applied_can_be_undone(shop, now, status):
    catalogue_import = CatalogueImport.objects.create(supplier=shop, name="a.xlsx", status=status, uploaded_at=now)

    with pytest.raises(imports.moves.IllegalMove):
        imports.undo(catalogue_import=catalogue_import, by=None, at=now)


def test_an_import_stopped_half_way_is_undone_as_far_as_it_came(desk, shop, now, monkeypatch):
    monkeypatch.setattr("catalogue_import.apply.CHUNK", 2)
    catalogue_import = desk.uploaded(*[FULL | {"code": f"A-{number}"} for number in range(6)])
    stop_after(monkeypatch, desk, catalogue_import, chunks=2)
    desk.post("confirm", catalogue_import.pk)

    catalogue_import.refresh_from_db()
    assert catalogue_import.is_stopped
    assert Product.objects.count() == 4
    page = text(desk.get("review", catalogue_import.pk))
    assert "写入了 4 行" in page and "接着导入" in page and "撤销这次导入" in page

    desk.post("undo", catalogue_import.pk)
    catalogue_import.refresh_from_db()
    assert (catalogue_import.is_undone, catalogue_import.undone) == (True, 4)
    assert not Product.objects.exists()


def test_an_import_stopped_half_way_can_go_on(desk, monkeypatch):
    monkeypatch.setattr("catalogue_import.apply.CHUNK", 2)
    catalogue_import = desk.uploaded(
        *[FULL | {"code": f"A-{number}"} for number in range(6)], pictures={"A-5": [jpeg()]}
    )
    stop_after(monkeypatch, desk, catalogue_import, chunks=1)
    desk.post("confirm", catalogue_import.pk)

    desk.post("confirm", catalogue_import.pk, only_good="1")

    catalogue_import.refresh_from_db()
    assert (catalogue_import.is_done, catalogue_import.created) == (True, 6)
    assert product("A-5").images.count() == 1


def stop_after(monkeypatch, desk, catalogue_import, chunks):
    """Have somebody press the button while the import is being applied."""
    write, written = apply._apply_rows, []
    person = Client()
    person.force_login(catalogue_import.by)

    def watched(*args, **kwargs):
        write(*args, **kwargs)
        written.append(1)
        if len(written) == chunks:
            person.post(desk.url("cancel", catalogue_import.pk))

    monkeypatch.setattr(apply, "_apply_rows", watched)


def test_giving_up_while_the_file_is_read_leaves_nothing_behind(desk, shop, seller, now, monkeypatch):
    read = reading.read

    def watched(**options):
        found = read(**options)
        imports.cancel(catalogue_import=CatalogueImport.objects.get(), by=seller, at=now)
        options["tell"]("读取表格", 1, 0)
        return found

    monkeypatch.setattr(work.reading, "read", watched)
    monkeypatch.setattr("catalogue_import.leases.SECONDS_BETWEEN_BEATS", 0)
    catalogue_import = desk.uploaded(FULL, pictures={"A-1": [jpeg()]})

    assert catalogue_import.is_cancelled
    assert not ImportRow.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_suppliers_person_cannot_undo(desk, applied, client, rival, method):
    catalogue_import = applied(FULL)

    client.force_login(rival)
    assert getattr(desk, method)("undo", catalogue_import.pk).status_code == 404
    assert desk.post("resume", catalogue_import.pk).status_code == 404
    assert Product.objects.count() == 1


def test_deciding_costs_the_same_queries_for_few_and_many(applied, django_assert_max_num_queries):
    catalogue_import = applied(*[FULL | {"code": f"A-{number}"} for number in range(60)])
    rows = list(catalogue_import.rows.to_undo())
    assert catalogue_import.supplier
    counts = set()

    for chunk in (rows[:5], rows[:50]):
        with django_assert_max_num_queries(40) as queries:
            fates.decide(catalogue_import, chunk)
        counts.add(len(queries))

    assert len(counts) == 1


def test_the_factories_product_is_left_alone(applied, undone, supplier):
    factories.make_product(supplier, sku="OLD")

    undone(applied(FULL))

    assert product("OLD").is_public
