"""A synthetic ledger is one that verifies: digests, rollups, orders, payments, acceptances, offline purchases."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from procurement.models import LedgerEntry, OfflinePurchase, PurchaseOrder, Stage
from shop.demo import scale
from tests import factories
from tests.procurement.test_verify_ledger import run

SIZE = {"products": 100, "units": 30, "entries": 1500, "until": date(2026, 10, 31)}


def test_what_is_written_verifies_and_is_spread_over_years_and_fates(db):
    written = scale.fill(**SIZE)

    assert written == LedgerEntry.objects.count()
    assert abs(written - SIZE["entries"]) < 30
    assert run()[0] == 0, run()[1][:5]
    entries = LedgerEntry.objects.all()
    assert {period[:4] for period in entries.values_list("period", flat=True)} == {str(y) for y in range(2022, 2027)}
    assert entries.filter(reversal_of__isnull=False).exists() and entries.filter(unit=None).exists()
    assert len(set(entries.values_list("region_code", flat=True))) == 3
    assert set(PurchaseOrder.objects.values_list("status", flat=True)) == {"PLACED", "ACCEPTED", "CANCELLED"}
    assert OfflinePurchase.objects.verified().exists()
    assert not entries.filter(is_demo=False).exists(), "nothing of it ever counts on a real site"


def test_the_same_numbers_give_the_same_ledger(db):
    digests = []
    for _ in range(2):
        with transaction.atomic():
            scale.fill(**SIZE)
            rows = LedgerEntry.objects.order_by("pk").values_list("purchase_order__order__number", "stage", "amount")
            digests.append(list(rows))
            transaction.set_rollback(True)

    assert digests[0] == digests[1]


@pytest.mark.parametrize("make", [factories.UnitFactory, factories.SupplierFactory])
def test_a_database_that_holds_anything_is_left_alone(db, make):
    make()

    with pytest.raises(CommandError, match="只写入空库"):
        call_command("seed_scale", entries=100)
    assert LedgerEntry.objects.at_stage(Stage.ORDERED).count() == 0
