"""The ledger is written once, copies what was true then, and cancels to zero to the fen."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procurement.delivery import purchase_orders
from procurement.figures import ledger, snapshots
from procurement.models import Channel, FundSource, LedgerEntry, Stage, Unit
from shop.produce.models import Dossier, Region
from tests import factories

ADDRESS = purchase_orders.Address(name="收货人", mobile="13800001234", street="人民路 1 号")
FEW = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def order(product, packs, *, by, at, unit=None, number="L1", **facts):
    record = product.stockrecords.get()
    return purchase_orders.place(
        number=number,
        wanted=[purchase_orders.Wanted(record, packs, Decimal(record.price))],
        address=ADDRESS,
        channel=Channel.PUBLIC,
        fund_source=FundSource.PERSONAL,
        by=by,
        at=at,
        unit=unit,
        **facts,
    )[0]


@pytest.fixture
def placed(unit, handler, oranges, now):
    return order(oranges, 10, by=handler, at=now, unit=unit)


@pytest.mark.parametrize(
    "statement", ["UPDATE procurement_ledgerentry SET amount = 1", "DELETE FROM procurement_ledgerentry"]
)
def test_the_database_itself_refuses_to_change_or_delete_entries(placed, statement):
    before = list(LedgerEntry.objects.values())

    with (
        pytest.raises(DatabaseError, match="never changed or deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert list(LedgerEntry.objects.values()) == before


def test_python_refuses_it_too(placed):
    entry = placed.ledger_entries.get()

    with pytest.raises(TypeError):
        LedgerEntry.objects.update(amount=1)
    with pytest.raises(TypeError):
        LedgerEntry.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.save()


def test_an_entry_without_proof_is_never_completed(placed, now):
    line = placed.order.lines.get()

    for stage in (Stage.PAID, Stage.ACCEPTED, Stage.COMPLETED):
        with pytest.raises(DatabaseError), transaction.atomic():
            ledger.record(purchase_order=placed, stage=stage, quantities={line.pk: 1}, at=now)


def test_later_entries_keep_what_was_true_when_the_goods_were_ordered(placed, unit, oranges, supplier, seller, now):
    first = placed.ledger_entries.get()
    Unit.objects.filter(pk=unit.pk).update(name="改名后的单位", code="NEW", parent=factories.UnitFactory(), kind="TOWN")
    Region.objects.update(name="改名后的地区", code="999999")
    Dossier.objects.update(county=factories.RegionFactory(code="610202", name="王益区"), unit="件", tax_rate="0.13")
    oranges.categories.set([factories.make_category("别的 > 分类")])
    type(oranges).objects.update(title="改名后的商品")
    oranges.stockrecords.update(price="99.00", partner_sku="NEW")
    type(supplier).objects.update(name="改名后的供应商", code="NEWCODE")

    purchase_orders.cancel(purchase_order=placed, by=seller, at=now, reason="断货")

    last = placed.ledger_entries.latest("pk")
    assert (last.quantity, last.reversal_of) == (-10, first)
    for name in ledger.DIMENSIONS:
        assert getattr(last, name) == getattr(first, name), name
    assert (last.unit_name, last.unit_code, last.product_title) == (unit.name, unit.code, "秭归脐橙 5kg/箱")
    assert (last.region_name, last.category, last.measure_unit) == ("秭归县", "水果 > 脐橙", "箱")


def test_a_unit_stands_under_its_supervisor_in_the_path(handler, oranges, now):
    bureau = factories.UnitFactory(code="JG013")
    school = factories.UnitFactory(code="XX001", parent=factories.UnitFactory(code="XX000", parent=bureau))

    entry = order(oranges, 1, by=handler, at=now, unit=school).ledger_entries.get()

    assert entry.unit_path == "JG013/XX000/XX001"


def test_the_public_is_named_without_a_code(shopper, oranges, now):
    entry = order(oranges, 1, by=shopper, at=now).ledger_entries.get()

    assert (entry.unit, entry.unit_code, entry.unit_name) == (None, "", "社会公众")


def test_a_product_without_category_and_tax_is_counted_all_the_same(shopper, now):
    product = factories.make_product(is_tax_exempt=True, net_weight_g=None)
    product.categories.clear()

    entry = order(product, 3, by=shopper, at=now).ledger_entries.get()

    assert (entry.category, entry.tax_rate, entry.tax_amount, entry.net_weight_g) == ("未分类", 0, 0, None)


def test_category_paths_are_read_at_once(db, django_assert_num_queries):
    products = [factories.make_product() for _ in range(4)]
    products[1].categories.set([factories.make_category("粮油 > 米 > 大米")])
    products[2].categories.set([factories.make_category("茶叶")])
    products[3].categories.clear()

    with django_assert_num_queries(5):
        paths = snapshots.category_paths(products)

    assert [paths[product.pk] for product in products] == ["水果 > 脐橙", "粮油 > 米 > 大米", "茶叶", "未分类"]


def test_the_day_is_the_day_in_shanghai(shopper, oranges, now):
    late = now.replace(month=12, day=31, hour=23, minute=30)

    entry = order(oranges, 1, by=shopper, at=late.astimezone(tz=None)).ledger_entries.get()

    assert (str(entry.occurred_on), entry.period) == ("2026-12-31", "2026-12")


def test_recording_the_same_quantity_again_writes_nothing(placed, now):
    quantities = dict(placed.order.lines.values_list("pk", "quantity"))

    assert ledger.record(purchase_order=placed, stage=Stage.ORDERED, quantities=quantities, at=now) == []
    assert placed.ledger_entries.count() == 1


def test_a_digest_no_longer_fits_an_entry_changed_behind_its_back(placed):
    entry = LedgerEntry.objects.get()
    assert entry.digest == entry.content_digest()

    for name, value in (("amount", Decimal("1.00")), ("unit_name", "别人"), ("quantity", 9), ("reason", "改")):
        changed = LedgerEntry.objects.get()
        setattr(changed, name, value)
        assert changed.content_digest() != entry.digest


@FEW
@given(
    price=st.decimals("0.01", "9999.99", places=2),
    rate=st.sampled_from(["0", "0.03", "0.09", "0.13"]),
    packs=st.lists(st.integers(0, 50), min_size=1, max_size=6),
)
def test_amounts_and_taxes_of_a_line_always_sum_to_those_of_its_net_packs(shopper, now, price, rate, packs):
    from procurement import numbers

    product = factories.make_product(price=price, stock=100, tax_rate=Decimal(rate))
    number = numbers.next_order_number(2026)
    placed = order(product, 50, by=shopper, at=now, number=number)
    line = placed.order.lines.get()

    for left in [*packs, 0]:
        ledger.record(purchase_order=placed, stage=Stage.ORDERED, quantities={line.pk: left}, at=now)
        entries = list(placed.ledger_entries.all())
        amount, rate = price * left, Decimal(rate)
        assert sum(entry.amount for entry in entries) == amount
        assert sum(entry.net_weight_g for entry in entries) == 5000 * left
        tax = (amount * rate / (1 + rate)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        assert sum(entry.tax_amount for entry in entries) == tax
