"""Offline purchases stand in the ledger beside orders: all stages at once, on their proof, and off it again."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from procurement.figures import ledger
from procurement.figures.statistics import overview, selection
from procurement.models import LedgerEntry, OfflineChannel, OfflinePurchase, Stage
from procurement.models.quantities import plain
from shop.produce.money import ZERO
from tests import factories
from tests.procurement.histories import make_plan
from tests.procurement.test_verify_ledger import run, sql, unlocked  # noqa: F401


@pytest.fixture
def purchase(unit, now):
    return factories.make_offline_purchase(unit, at=now)


@pytest.fixture
def recorded(purchase):
    ledger.record_offline(purchase=purchase)
    return purchase


def totals():
    return {stage: LedgerEntry.objects.at_stage(stage).total() for stage in Stage}


def test_a_verified_purchase_counts_at_all_four_stages_on_the_day_it_was_bought(recorded, unit):
    entries = LedgerEntry.objects.all()

    assert [entry.stage for entry in entries] == list(Stage)
    assert totals() == dict.fromkeys(Stage, Decimal("1250.05"))
    for entry in entries:
        assert (entry.occurred_on, entry.period) == (date(2026, 10, 18), "2026-10")
        assert (entry.quantity, entry.measure_unit, entry.net_weight_g) == (Decimal("62.5"), "kg", 62500)
        assert (entry.unit, entry.channel, entry.product, entry.supplier) == (unit, OfflineChannel.FAIR, None, None)
        assert (entry.category, entry.supplier_code) == ("未分类", "未入驻：秭归脐橙摊位")
        assert (entry.offline_line.purchase, entry.offline_proof) == (recorded, recorded.proof)
        assert entry.digest == entry.content_digest()


def test_goods_of_the_catalogue_count_under_their_own_category_and_supplier(unit, oranges, supplier, now):
    bought = factories.make_offline_purchase(
        unit, at=now, product=oranges, supplier=supplier, measure_unit="箱", quantity=3, category="别的"
    )

    entry = ledger.record_offline(purchase=bought)[0]

    assert (entry.category, entry.supplier_code, entry.net_weight_g) == ("水果 > 脐橙", supplier.code, 15000)
    assert (entry.quantity, type(LedgerEntry.objects.first().quantity)) == (3, int)


def test_recording_it_again_writes_nothing(recorded):
    assert ledger.record_offline(purchase=recorded) == []
    assert LedgerEntry.objects.count() == 4


def test_taking_it_off_reverses_each_entry_on_its_own_day(recorded):
    ledger.reverse_offline(purchase=recorded, reason="登记有误")

    assert totals() == dict.fromkeys(Stage, ZERO)
    for entry in LedgerEntry.objects.filter(quantity__lt=0):
        assert (entry.occurred_on, entry.reason) == (date(2026, 10, 18), "登记有误")
        assert (entry.reversal_of.stage, entry.reversal_of.quantity) == (entry.stage, -entry.quantity)
        assert entry.digest == entry.content_digest()
    assert ledger.reverse_offline(purchase=recorded, reason="再来一次") == []


def test_what_was_taken_off_can_be_put_on_again(recorded):
    ledger.reverse_offline(purchase=recorded, reason="登记有误")
    ledger.record_offline(purchase=recorded)

    assert totals() == dict.fromkeys(Stage, Decimal("1250.05"))


@pytest.mark.parametrize("missing", ["offline_proof", "offline_line"])
def test_an_entry_of_neither_source_or_without_proof_is_refused(recorded, missing):
    entry = LedgerEntry.objects.first()
    entry.pk = None
    setattr(entry, missing, None)

    with pytest.raises(DatabaseError), transaction.atomic():
        entry.save(force_insert=True)


def test_an_entry_of_both_sources_is_refused(recorded, oranges, shopper, now):
    from tests.procurement.test_ledger import order

    placed = order(oranges, 1, by=shopper, at=now)
    entry = placed.ledger_entries.get()
    entry.pk, entry.offline_line, entry.offline_proof = None, recorded.lines.get(), recorded.proof

    with pytest.raises(DatabaseError), transaction.atomic():
        entry.save(force_insert=True)


def test_the_new_columns_are_part_of_the_digest(recorded, unit, now):
    entry = LedgerEntry.objects.first()
    other = factories.make_offline_purchase(unit, at=now)

    for name, value in (("offline_line", other.lines.get()), ("offline_proof", other.proof), ("quantity", 62)):
        changed = LedgerEntry.objects.get(pk=entry.pk)
        setattr(changed, name, value)
        assert changed.content_digest() != entry.digest


def test_whole_quantities_are_ints_as_ever():
    assert [plain(value) for value in (None, 3, Decimal("3.000"), Decimal("62.500"), -7)] == [
        None,
        3,
        3,
        Decimal("62.5"),
        -7,
    ]
    assert isinstance(plain(Decimal("3.000")), int)


def test_statistics_count_it_under_its_channel(recorded, settings):
    settings.DEMO = False
    found = overview.read(selection.whole(make_plan()))

    assert found.total.amount == Decimal("1250.05")
    assert [(row.name, row.total.amount) for row in found.channels] == [("展销会", Decimal("1250.05"))]
    assert [row.name for row in found.suppliers] == ["秭归脐橙摊位"]


def test_an_entry_shows_its_invoice(client, office, recorded):
    make_plan()
    client.force_login(office)
    entry = LedgerEntry.objects.filter(stage=Stage.COMPLETED).get()

    page = client.get(reverse("office:entry", args=[entry.pk])).content.decode()
    rows = client.get(reverse("office:ledger"), {"stage": "COMPLETED"}).content.decode()

    assert recorded.number in page and recorded.proof.number in page and "62.5 kg" in page
    assert recorded.number in rows
    assert reverse("office:offline_purchase", args=[recorded.number]) in page
    assert client.get(reverse("office:statistics_xlsx")).status_code == 200


def test_verify_ledger_agrees(recorded):
    OfflinePurchase.objects.filter(pk=recorded.pk).update(status="VERIFIED", verified_at=recorded.registered_at)
    assert run()[0] == 0

    OfflinePurchase.objects.filter(pk=recorded.pk).update(status="WITHDRAWN")
    code, lines = run()
    assert code == 1
    assert [line for line in lines if recorded.number in line and "登记为“已撤回”" in line]


def test_verify_ledger_names_what_was_changed(recorded, unlocked):  # noqa: F811
    OfflinePurchase.objects.filter(pk=recorded.pk).update(status="VERIFIED", verified_at=recorded.registered_at)
    sql("UPDATE procurement_ledgerentry SET tax_amount = 0 WHERE stage = 'PAID'")

    code, lines = run()

    assert code == 1
    assert [line for line in lines if "已付款应为" in line]
    assert [line for line in lines if "内容与摘要不符" in line and recorded.number in line]


def test_a_unit_opens_its_own_and_reads_those_of_units_below(client, recorded, unit, handler, member):
    make_plan()
    above = factories.UnitFactory()
    unit.parent = above
    unit.save()
    supervisor = factories.join_unit(above, "HANDLER")
    own = reverse("unit:offline_purchase", args=[unit.code, recorded.number])
    entry = LedgerEntry.objects.filter(stage=Stage.COMPLETED).get()

    for person, desk, link in ((handler, unit, own), (member, unit, None)):
        client.force_login(person)
        page = client.get(reverse("unit:entry", args=[desk.code, entry.pk])).content.decode()
        assert recorded.proof.number in page and (own in page) == bool(link)
    client.force_login(supervisor)
    assert client.get(reverse("unit:offline_purchase", args=[above.code, recorded.number])).status_code == 404
