"""The demo: loaded once through the real import and the domain functions, then looked at."""

import re
import socket
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.db.models import F, Sum
from django.test import override_settings
from oscar.core.loading import get_model

from catalogue_import.models import CatalogueImport
from procurement.collection import group_orders
from procurement.models import (
    Access,
    ApprovalStep,
    Claim,
    Closing,
    GroupOrder,
    LedgerEntry,
    Licence,
    Membership,
    Participant,
    Plan,
    PledgeSheet,
    PledgeStep,
    PurchaseOrder,
    Purpose,
    Stage,
    StandIn,
    SupplierApplication,
    SupplierMember,
    Target,
    Unit,
)
from shop.demo import history, logins, people, pictures, processes, tables, workbooks
from shop.demo.history import festivals, timeline
from shop.produce import products, stock
from shop.produce.models import Region, SupplierProfile
from shop.user import hats
from shop.user.models import User

Product = get_model("catalogue", "Product")
StockRecord = get_model("partner", "StockRecord")
Transaction = get_model("payment", "Transaction")
# Each test runs in a savepoint inside the transaction that holds the demo.
pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI)


@contextmanager
def rolled_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def counts():
    own = (SupplierApplication, SupplierMember, Licence)
    models = (
        User,
        Unit,
        Membership,
        Region,
        SupplierProfile,
        Product,
        StockRecord,
        Plan,
        Target,
        CatalogueImport,
        *own,
    )
    return {model.__name__: model.objects.count() for model in models}


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo without its year of orders; return where its files lie."""
    folder = tmp_path_factory.mktemp("demo")
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": folder / "private", "base_url": None}}
    files = {"VAR_DIR": folder, "MEDIA_ROOT": folder / "media", "PRIVATE_ROOT": folder / "private"}
    files["STORAGES"] = {**settings.STORAGES, "private": private}
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with django_db_blocker.unblock(), override_settings(PASSWORD_HASHERS=hashers, **files), rolled_back():
        call_command("load_demo", without_history=True, stdout=StringIO())
        yield folder


@pytest.fixture(scope="module")
def year(demo):
    """A small year of orders on top."""
    assert history.load(at=NOW, scale=0.11)


def test_loading_again_changes_nothing(demo, settings):
    settings.VAR_DIR, before, out = demo, counts(), StringIO()

    call_command("load_demo", without_history=True, stdout=out)

    assert counts() == before
    assert "新增" not in out.getvalue()
    assert people.PASSWORD in out.getvalue()


def test_a_workbook_imported_again_is_unchanged(demo, settings):
    settings.VAR_DIR, settings.MEDIA_ROOT = demo, demo / "media"

    done = workbooks.run("ZG01", at=NOW)

    assert (done.rows, done.unchanged, done.rejected) == (7, 7, 0)


def test_every_product_has_a_picture_a_dossier_and_its_facts(demo):
    rows = products.with_facts(Product.objects.filter(stockrecords__partner__profile__is_demo=True))

    assert len(rows) == len(tables.read("products")) == 120
    for product in rows:
        assert (demo / "media" / product.images.all()[0].original.name).stat().st_size > 5000
        assert product.dossier.county.code[:4] == product.dossier.region.code[:4]
        assert product.price_tiers.all()
        assert product.dossier.net_weight_g or "枚" in product.dossier.spec


def test_the_medicinal_material_stays_off_the_shelf(demo):
    assert [each.title for each in Product.objects.filter(is_public=False)] == ["玉树冬虫夏草 中级 10g/盒"]


def test_counties_lie_inside_their_region(demo):
    tongchuan = Region.objects.get(code="610200")

    assert sorted(tongchuan.counties.values_list("code", flat=True)) == ["610202", "610203", "610204", "610222"]


def test_everybody_in_the_table_can_log_in_and_opens_the_desk_it_names(demo):
    mobiles = re.findall(r"100\d{8}", "\n".join(logins.table()))
    users = [User.objects.get(mobile=mobile) for mobile in mobiles]

    assert all(user.check_password(people.PASSWORD) and user.is_demo for user in users)
    kinds = [[hat.kind for hat in hats.of(user)] for user in users]
    assert kinds == [["office"], *[["unit"]] * 4, *[["supplier"]] * 3, []]


def test_targets_are_marked_and_some_units_have_none(demo):
    with_target = Target.objects.filter(unit__isnull=False).values("unit").distinct().count()

    assert 0 < with_target < Unit.objects.count()
    assert not Target.objects.filter(is_demo=False).exists()


def test_a_real_site_takes_no_public_passwords(settings):
    settings.HTTPS, settings.DEMO = True, False

    with pytest.raises(CommandError, match="正式站点"):
        call_command("load_demo")


def test_every_state_occurs(year):
    states = set(GroupOrder.objects.values_list("status", flat=True))

    assert states == set(GroupOrder.Status)
    assert set(PurchaseOrder.objects.values_list("status", flat=True)) >= {"PLACED", "ACCEPTED", "CANCELLED"}


def test_everything_played_is_marked_as_demo(year):
    for model in (GroupOrder, PurchaseOrder, LedgerEntry):
        assert model.objects.exists()
        assert not model.objects.filter(is_demo=False).exists()


def test_the_ledger_adds_up_to_the_orders(year):
    """Ordered is what was placed, less what was cancelled, refused or taken back; paid is the money kept."""
    for order in PurchaseOrder.objects.select_related("order"):
        lines = order.order.lines.all()
        if order.is_cancelled:
            expected = Decimal(0)
        else:
            accepted = dict(order.ledger_entries.at_stage(Stage.ACCEPTED).net_quantities())
            packs = {line: accepted.get(line.pk, 0) if order.is_accepted else line.quantity for line in lines}
            expected = sum(line.unit_price_incl_tax * count for line, count in packs.items())
        assert order.ledger_entries.at_stage(Stage.ORDERED).total() == expected
    money = sum(
        source.amount_debited - source.amount_refunded
        for order in PurchaseOrder.objects.filter(paid_at__isnull=False)
        for source in order.order.sources.all()
    )
    online = LedgerEntry.objects.filter(purchase_order__isnull=False)
    assert online.at_stage(Stage.PAID).total() == money


def test_no_stock_is_negative_or_promised_twice(year):
    assert not StockRecord.objects.filter(num_in_stock__lt=0).exists()
    assert not StockRecord.objects.filter(num_allocated__gt=F("num_in_stock")).exists()
    waiting = PurchaseOrder.objects.filter(status="PLACED").aggregate(total=Sum("order__lines__quantity"))["total"]
    assert StockRecord.objects.aggregate(total=Sum("num_allocated"))["total"] == waiting


def test_nothing_happens_after_the_present(year):
    assert GroupOrder.objects.filter(status="OPEN", deadline_at__gt=NOW).count() >= 5
    assert not PurchaseOrder.objects.filter(placed_at__gt=NOW).exists()
    assert not Transaction.objects.filter(date_created__gt=NOW, source__order__purchase_order__is_demo=True).exists()


def test_one_approved_order_waits_because_stock_is_short(year):
    waiting = GroupOrder.objects.get(status="APPROVED", unit__code="SY009")

    with pytest.raises(stock.OutOfStock), transaction.atomic():
        group_orders.place(group_order=waiting, by=waiting.handler, at=NOW)


def test_what_collects_now_shows_every_way_to_join_and_every_bound(year):
    collecting = GroupOrder.objects.filter(status="OPEN")

    assert set(collecting.values_list("access", flat=True)) == set(Access)
    assert collecting.exclude(budget_amount=None).exists() and collecting.exclude(pack_limit=None).exists()
    assert collecting.filter(min_quantity__gt=0).exists()
    assert all(group_order.delivery_words for group_order in collecting)
    assert set(GroupOrder.objects.values_list("purpose", flat=True)) == set(Purpose)


def test_no_wish_exceeds_what_its_unit_allows(year):
    bounded = Participant.objects.filter(withdrawn_at=None).exclude(group_order__pack_limit=None)

    assert PledgeStep.objects.exists()
    for person in bounded.prefetch_related("pledges"):
        assert sum(pledge.most for pledge in person.pledges.all()) <= person.group_order.pack_limit


def test_desks_have_sheets_claims_and_chains_to_look_at(year):
    assert set(PledgeSheet.objects.values_list("status", flat=True)) == {"APPLIED", "REVIEW"}
    assert set(Claim.objects.values_list("status", flat=True)) >= {"OPEN", "RESHIPPED", "DISPUTED", "REFUNDED"}
    assert GroupOrder.objects.filter(kind="DIRECT", status="SUBMITTED").exists()
    assert StandIn.objects.filter(to_on__gte=NOW.date()).exists() and ApprovalStep.objects.count() > 1


def test_a_year_that_exists_is_left_alone(year):
    before = GroupOrder.objects.count()

    assert history.load(at=NOW) is False
    assert GroupOrder.objects.count() == before


def test_the_same_picture_is_drawn_every_time():
    assert pictures.draw("ZG01-001") == pictures.draw("ZG01-001") != pictures.draw("ZG01-006")


def test_festivals_fall_on_their_days():
    found = festivals.between(datetime(2026, 1, 1).date(), datetime(2026, 12, 31).date())

    assert [(each.name, f"{each.day:%m%d}") for each in found] == [("春节", "0217"), ("端午", "0619"), ("中秋", "0925")]


def test_the_timeline_runs_the_earliest_step_first_and_none_after_the_end():
    seen = []

    def life(name, *days):
        for day in days:
            seen.append((yield datetime(2026, 1, day)).day)

    line = timeline.Timeline(datetime(2026, 1, 9))
    line.add(life("a", 1, 5, 12))
    line.add(life("b", 3, 4))
    line.run()

    assert seen == [1, 3, 4, 5]


def test_a_taken_port_is_told(monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))

        assert not processes.is_free(port)
        with pytest.raises(CommandError, match=f"端口 {port} 已被占用"):
            call_command("serve_demo")


def test_the_months_before_last_are_closed_and_something_came_back_since(year):
    closed = Closing.objects.first()

    assert closed.period == "2026-09" and closed.is_intact
    assert LedgerEntry.objects.filter(corrects_period=closed.period, period="2026-11").count() >= 4
