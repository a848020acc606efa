"""Units: their tree, what the office changes about them, their titles and addresses. The past stays as it was."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F

from procurement.buyers import delivery_addresses, invoice_titles, units
from procurement.figures import verification
from procurement.models import InvoiceTitle, LedgerEntry, Unit, UnitKind, UnitRecord
from tests import factories
from tests.procurement.histories import complete, make_plan

Buyer = InvoiceTitle.Buyer
What = UnitRecord.What


@pytest.fixture
def bureau(db):
    return factories.UnitFactory(code="JG900", name="建湖县测试局", short_name="测试局")


def change(unit, by, now, **facts):
    return units.change(unit=unit, by=by, at=now, **facts)


def put_title(unit, buyer, by, now, **facts):
    return invoice_titles.put(unit=unit, buyer=buyer, name="测试单位", by=by, at=now, **facts)


def test_a_new_unit_is_recorded(office, bureau, now):
    unit = units.create(
        code="SY901", name="测试学校", short_name="学校", kind=UnitKind.INSTITUTION, parent=bureau, by=office, at=now
    )

    assert (unit.parent, unit.path) == (bureau, "JG900/SY901")
    record = unit.records.get()
    assert (record.what, record.by, record.words) == (What.CREATED, office, "SY901 测试学校")


def test_a_code_or_credit_code_that_is_taken_is_refused_in_words(office, unit, now):
    code = factories.credit_code(1)
    change(unit, office, now, credit_code=code)
    facts = {"name": "另一个单位", "short_name": "另", "kind": UnitKind.INSTITUTION, "by": office, "at": now}

    with pytest.raises(units.Refused, match="已经有了"):
        units.create(code=unit.code, **facts)
    with pytest.raises(units.Refused, match=f"属于已有的单位：{unit.name}"):
        units.create(code="SY902", credit_code=code, **facts)
    with pytest.raises(units.Refused, match="属于已有的单位"):
        change(factories.UnitFactory(), office, now, credit_code=code)
    assert Unit.objects.filter(credit_code=code).count() == 1


def test_the_database_itself_keeps_credit_codes_apart(unit):
    Unit.objects.update(credit_code=factories.credit_code(1))

    with pytest.raises(IntegrityError), transaction.atomic():
        factories.UnitFactory(credit_code=factories.credit_code(1))


def test_a_change_is_recorded_in_words_and_none_when_nothing_changed(office, unit, bureau, now):
    assert change(unit, office, now, short_name="新简称", kind=UnitKind.ENTERPRISE)
    assert change(unit, office, now, parent=bureau)
    assert not change(unit, office, now, short_name="新简称", parent=bureau)

    moved, changed = unit.records.all()
    assert changed.what == What.CHANGED
    assert changed.words == f"简称：{unit.short_name} → 新简称；单位性质：事业单位 → 企业"
    assert (moved.what, moved.words) == (What.MOVED, "主管单位：没有 → 建湖县测试局")


def test_no_unit_supervises_itself_however_long_the_way(office, bureau, now):
    child = factories.UnitFactory(parent=bureau)
    grandchild = factories.UnitFactory(parent=child)

    for below in (bureau, child, grandchild):
        with pytest.raises(units.Cycle, match="不能作主管单位"):
            change(bureau, office, now, parent=below)
    assert change(grandchild, office, now, parent=bureau)
    assert change(child, office, now, parent=grandchild)


def test_moving_and_renaming_a_unit_leaves_past_entries_as_they_were(office, unit, bureau, oranges, shopper, now):
    make_plan()
    complete(oranges, 10, by=shopper, at=now, unit=unit)
    before = list(LedgerEntry.objects.order_by("pk").values())
    assert before

    change(unit, office, now, name="改了名的单位", kind=UnitKind.ENTERPRISE, parent=bureau)

    assert list(LedgerEntry.objects.order_by("pk").values()) == before
    assert {row["unit_path"] for row in before} == {unit.code}
    assert not list(verification.differences())

    complete(oranges, 10, by=shopper, at=now, unit=Unit.objects.get(pk=unit.pk))

    later = LedgerEntry.objects.order_by("pk").last()
    assert (later.unit_name, later.unit_path) == ("改了名的单位", f"JG900/{unit.code}")


def test_the_tree_lists_each_unit_once_below_its_parent(bureau, django_assert_num_queries):
    zoo = factories.UnitFactory(code="AA1", parent=bureau)
    factories.UnitFactory(code="AA2", parent=zoo)
    factories.UnitFactory(code="ZZ1")
    factories.UnitFactory(code="AA0", parent=bureau)

    with django_assert_num_queries(1):
        branches = units.tree(Unit.objects.all())

    shown = [(branch.unit.code, branch.depth) for branch in branches]
    assert shown == [("JG900", 0), ("AA0", 1), ("AA1", 1), ("AA2", 2), ("ZZ1", 0)]
    found = units.tree(Unit.objects.filter(code__in=["AA2", "ZZ1"]))
    assert [(branch.unit.code, branch.depth) for branch in found] == [("AA2", 0), ("ZZ1", 0)]


@pytest.mark.parametrize("statement", ["UPDATE {} SET words = 'x'", "DELETE FROM {}"])
def test_records_are_refused_changes_by_the_database_and_by_django(office, unit, now, statement):
    change(unit, office, now, short_name="新简称")

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format("procurement_unitrecord"))
    with pytest.raises(TypeError):
        UnitRecord.objects.update(words="x")
    with pytest.raises(TypeError):
        UnitRecord.objects.all().delete()


def test_a_units_first_title_gives_it_its_credit_code(unit, administrator, now):
    code = factories.credit_code(1)

    put_title(unit, Buyer.UNIT, administrator, now, credit_code=code, bank_name="测试银行")

    unit.refresh_from_db()
    assert unit.credit_code == code
    with pytest.raises(invoice_titles.Refused, match="联系县协作办"):
        put_title(unit, Buyer.UNIT, administrator, now, credit_code=factories.credit_code(2))


def test_a_title_never_takes_another_units_credit_code(unit, administrator, now):
    other = factories.UnitFactory(credit_code=factories.credit_code(1))

    with pytest.raises(invoice_titles.Refused, match=f"属于已有的单位：{other.name}"):
        put_title(unit, Buyer.UNIT, administrator, now, credit_code=other.credit_code)
    assert not unit.invoice_titles.exists()


def test_a_corrected_credit_code_reaches_the_units_own_title(unit, administrator, office, now):
    put_title(unit, Buyer.UNIT, administrator, now, credit_code=factories.credit_code(1))
    put_title(unit, Buyer.UNION, administrator, now, credit_code=factories.credit_code(3, "81"))

    change(unit, office, now, credit_code=factories.credit_code(2))

    codes = {title.buyer: title.credit_code for title in unit.invoice_titles.all()}
    assert codes == {Buyer.UNIT: factories.credit_code(2), Buyer.UNION: factories.credit_code(3, "81")}


def test_a_union_is_a_legal_person_of_its_own_that_small_units_may_share(unit, administrator, now):
    code = factories.credit_code(5, "81")
    put_title(unit, Buyer.UNION, administrator, now, credit_code=code)
    put_title(factories.UnitFactory(), Buyer.UNION, administrator, now, credit_code=code)

    with pytest.raises(invoice_titles.Refused, match="以 81 开头"):
        put_title(unit, Buyer.UNION, administrator, now, credit_code=factories.credit_code(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        InvoiceTitle.objects.filter(buyer=Buyer.UNION).update(credit_code=factories.credit_code(1))


def add(unit, street, by, now, contact="收货人"):
    delivery_addresses.add(unit=unit, street=street, contact=contact, mobile="0515-86210000", by=by, at=now)


def places(unit):
    return [(place.street, place.is_default) for place in delivery_addresses.of(Unit.objects.get(pk=unit.pk))]


def test_another_address_becomes_the_default_and_the_old_default_stays_to_choose(unit, administrator, now):
    add(unit, "食堂后门", administrator, now)
    assert places(unit) == [("测试路 1 号", True), ("食堂后门", False)]

    delivery_addresses.make_default(address=unit.delivery_addresses.get(), by=administrator, at=now)

    assert places(unit) == [("食堂后门", True), ("测试路 1 号", False)]
    unit.refresh_from_db()
    assert (unit.delivery_street, unit.delivery_mobile) == ("食堂后门", "0515-86210000")


def test_the_first_address_of_a_unit_without_one_is_its_default(administrator, now):
    unit = factories.UnitFactory(delivery_street="", delivery_contact="", delivery_mobile="")
    assert places(unit) == []

    add(unit, "食堂后门", administrator, now)

    assert places(unit) == [("食堂后门", True)]
    assert not unit.delivery_addresses.exists()


def test_the_same_address_is_not_kept_twice(unit, administrator, now):
    add(unit, "食堂后门", administrator, now)

    for street in ("食堂后门", "测试路 1 号"):
        with pytest.raises(delivery_addresses.Refused):
            add(unit, street, administrator, now)
    add(unit, "食堂后门", administrator, now, contact="另一位")
    assert len(places(unit)) == 3


def test_addresses_are_bounded(unit, administrator, now):
    for number in range(delivery_addresses.LIMIT):
        add(unit, f"测试路 {number + 2} 号", administrator, now)

    with pytest.raises(delivery_addresses.Refused, match="最多存"):
        add(unit, "又一处", administrator, now)


def test_every_change_of_an_address_is_recorded(unit, administrator, now):
    add(unit, "食堂后门", administrator, now)
    address = unit.delivery_addresses.get()
    delivery_addresses.change(
        address=address, street="食堂前门", contact="李师傅", mobile="13800001234", by=administrator, at=now
    )
    delivery_addresses.make_default(address=address, by=administrator, at=now)
    delivery_addresses.remove(address=unit.delivery_addresses.get(), by=administrator, at=now)

    words = list(unit.records.filter(what=What.ADDRESS).order_by("pk").values_list("words", flat=True))
    assert words == ["新增 食堂后门", "修改 食堂前门", "默认地址 食堂前门", "删除 测试路 1 号"]
    assert not unit.records.exclude(by=F("by")).exists()
