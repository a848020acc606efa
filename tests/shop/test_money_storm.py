"""A seeded storm on both rails: duplicates, reorderings, crashes; afterwards the books agree and no fen is lost."""

import os
import random
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from procurement.delivery import purchase_orders
from procurement.figures.verification import differences
from procurement.models import LedgerEntry, PurchaseOrder, Stage
from procurement.moves import Refused
from shop.payments import bank_transfer, gateways, online, payees, refunds, remittances
from shop.payments.books import Transaction
from shop.payments.gateways import Returned, Sight, State
from shop.payments.models import LinePart, OnlinePayment, OnlineRefund, StatementLine
from shop.payments.statements import decisions, queue, uploads
from shop.produce.money import ZERO
from tests import factories

from .money import accept, order
from .statements.files import csv, row

# 2000 is the storm that the books must stand; fewer events by default keep the suite quick.
EVENTS = int(os.environ.get("MONEY_STORM", "300"))
REFUSALS = (Refused, refunds.Refused, online.Refused)


class Crash(Exception):
    """The process dies before its transaction ends."""


class Storm:
    """Everything that can happen to money, drawn from a seed; each event may come twice, late, or die half-way."""

    def __init__(self, seed, *, unit, handler, seller, shopper, supplier, product):
        self.rng = random.Random(seed)
        self.unit, self.handler, self.seller, self.shopper = unit, handler, seller, shopper
        self.supplier, self.product, self.account = supplier, product, payees.of(supplier).key
        self.orders, self.payments, self.files, self.serial = [], [], [], 0
        self.counts = {}

    def blow(self, events):
        """Let so many events happen."""
        for _ in range(events):
            event = self.rng.choice(self.EVENTS)
            name = event.__name__
            try:
                with transaction.atomic():
                    event(self)
                    if self.rng.random() < 0.1:
                        raise Crash
                self.counts[name] = self.counts.get(name, 0) + 1
            except (Crash, *REFUSALS):
                # Orders and payments that a crash took back are not there to act upon.
                self.orders = list(PurchaseOrder.objects.order_by("pk"))
                self.payments = list(OnlinePayment.objects.order_by("pk"))

    def any_order(self):
        if not self.orders:
            self.place()
        return self.rng.choice(self.orders)

    def any_of(self, rows):
        rows = list(rows.order_by("pk"))
        return self.rng.choice(rows) if rows else None

    def now(self):
        return timezone.now()

    def place(self):
        number, packs = f"S{len(self.orders)}-{self.rng.randrange(10**9)}", self.rng.randint(1, 4)
        facts = {"by": self.handler, "unit": self.unit} if self.rng.random() < 0.7 else {"by": self.shopper}
        self.orders.append(order(self.product, packs, number=number, **facts))

    def pay_by_hand(self):
        found = self.any_order()
        owed = bank_transfer.outstanding(found)
        amount = self.rng.choice((owed, owed / 2, owed + 1)).quantize(Decimal("0.01"))
        reference = f"H{self.rng.randrange(400)}"
        bank_transfer.record(purchase_order=found, amount=amount, reference=reference, by=self.seller, at=self.now())

    def bring_statement(self):
        """Upload lines that pay orders exactly, in part, too much, or nobody knows what; or an old file again."""
        if self.files and self.rng.random() < 0.4:
            rows = self.rng.choice(self.files)
        else:
            rows = [self.line() for _ in range(self.rng.randint(1, 4))]
            self.files.append(rows)
        rows = self.rng.sample(rows, len(rows))
        uploads.upload(account=self.account, file=csv(rows), name="流水.csv", by=self.seller, at=self.now())

    def line(self):
        found = self.any_order()
        owed = bank_transfer.outstanding(found) or Decimal("58.00")
        self.serial += self.rng.random() < 0.9
        amount = self.rng.choice((owed, owed, owed + 7, Decimal("1.10"), -owed))
        note = self.rng.choice((remittances.reference_of(found), found.number, "", "货款"))
        payer = self.rng.choice((self.unit.name, "别人", ""))
        sums = {"expense": -amount} if amount < 0 else {}
        return row("" if amount < 0 else amount, note, payer, f"B{self.serial}", **sums)

    def confirm(self):
        orders = self.supplier.purchase_orders.all()
        rows = queue.proposals(account=self.account, orders=orders)
        chosen = {line.pk: queue.digest(each.sure) for line, each in rows if each.sure and self.rng.random() < 0.8}
        facts = {"account": self.account, "orders": orders, "chosen": chosen, "by": self.seller}
        for _ in range(self.rng.randint(1, 2)):
            queue.confirm(at=self.now(), **facts)

    def decide(self):
        is_any = self.rng.random() < 0.1
        line = self.any_of(StatementLine.objects.all() if is_any else StatementLine.objects.waiting())
        if line is None:
            return
        found = self.any_order()
        amount = min(line.rest, bank_transfer.outstanding(found))
        who = {"line": line, "by": self.seller, "at": self.now()}
        match self.rng.randrange(4):
            case 0:
                decisions.book(amounts={found: amount}, how="人工", **who)
            case 1:
                decisions.give_back(reference="R", **who)
            case 2:
                decisions.set_aside(reason="无关", **who)
            case 3:
                decisions.put_back(**who)

    def refund_by_line(self):
        line = StatementLine.objects.filter(status="OUTGOING").order_by("-pk").first()
        over = self.supplier.purchase_orders.to_refund().first()
        if line and over:
            decisions.refund(line=line, order=over, reason="退款", by=self.seller, at=self.now())

    def refund_by_hand(self):
        over = self.supplier.purchase_orders.to_refund().first()
        if over:
            facts = {"reference": f"T{self.rng.randrange(400)}", "by": self.seller, "at": self.now(), "reason": "退"}
            bank_transfer.refund(purchase_order=over, **facts)

    def go_on(self):
        """Ship and sign, take back, or cancel."""
        found, at = self.any_order(), self.now()
        found.refresh_from_db()
        if found.is_waiting_for_shipment:
            if self.rng.random() < 0.3:
                purchase_orders.cancel(purchase_order=found, by=self.seller, at=at, reason="断货")
            else:
                accept(found, by=self.handler)
        elif found.is_accepted:
            line = found.order.lines.first()
            facts = {"purchase_order": found, "packs": {line.pk: 1}, "by": self.seller, "at": at, "reason": "破损"}
            purchase_orders.take_back(**facts)

    def start_online(self):
        found = self.any_order()
        if found.is_public:
            gateway = gateways.of("stripe")
            at = self.now() - timedelta(hours=self.rng.randint(0, 1))
            self.payments.append(online.start(orders=[found], gateway=gateway, at=at))

    def hear_online(self):
        """Hear of a payment: paid, expired or failed, in any order and any number of times."""
        if not self.payments:
            return
        payment = self.rng.choice(self.payments)
        state = self.rng.choice((State.PAID, State.PAID, State.EXPIRED, State.FAILED, State.OPEN))
        sight = Sight(state, payment.amount, "CNY", intent=f"pi_{payment.pk}", method="alipay")
        for _ in range(self.rng.randint(1, 2)):
            online.apply(payment=payment, sight=sight, at=self.now())

    def hear_refund(self):
        refund = self.any_of(OnlineRefund.objects.all())
        if refund:
            is_failed = self.rng.random() < 0.1
            facts = {"reference": f"re_{refund.pk}", "amount": refund.amount, "key": refund.key}
            returned = Returned(is_done=not is_failed, is_failed=is_failed, **facts)
            for _ in range(self.rng.randint(1, 2)):
                refunds.apply(refund=refund, returned=returned, at=self.now())

    EVENTS = (
        place,
        pay_by_hand,
        bring_statement,
        confirm,
        confirm,
        decide,
        refund_by_line,
        refund_by_hand,
        go_on,
        start_online,
        hear_online,
        hear_online,
        hear_refund,
    )


@pytest.fixture
def storm(unit, handler, seller, shopper, supplier):
    product = factories.make_product(supplier, price="58.00", stock=100_000)
    people = {"unit": unit, "handler": handler, "seller": seller, "shopper": shopper}
    return Storm(2026, supplier=supplier, product=product, **people)


def sums(kind):
    return Transaction.objects.filter(txn_type=kind).aggregate(total=Sum("amount"))["total"] or ZERO


def test_after_a_storm_the_books_agree_and_no_fen_is_lost(storm):
    storm.blow(EVENTS)

    assert len(storm.counts) == len(set(Storm.EVENTS))
    assert not list(differences())
    call_command("verify_ledger")
    assert_lines_are_conserved()
    settle_all(storm)
    paid = LedgerEntry.objects.filter(stage=Stage.PAID).aggregate(total=Sum("amount"))["total"] or ZERO
    assert sums(Transaction.DEBIT) - sums(Transaction.REFUND) == paid
    assert not list(differences())


def assert_lines_are_conserved():
    """Each line is its parts, what went back, and what waits; no money of one order is two lines'."""
    for line in StatementLine.objects.prefetch_related("parts"):
        parts = sum((part.amount for part in line.parts.all()), ZERO)
        assert line.amount == parts + line.returned_amount + line.rest
        assert line.rest >= 0 or line.amount < 0
        assert all(part.transaction.amount == abs(part.amount) for part in line.parts.all())
    assert LinePart.objects.count() == LinePart.objects.values("transaction").distinct().count()


def settle_all(storm):
    """Bring every order to paid in full, with nothing to send back, as people would in the end."""
    for refund in OnlineRefund.objects.filter(status="PENDING"):
        returned = Returned(f"re_{refund.pk}", refund.amount, is_done=True, is_failed=False, key=refund.key)
        refunds.apply(refund=refund, returned=returned, at=timezone.now())
    for found in PurchaseOrder.objects.order_by("pk"):
        facts = {"purchase_order": found, "by": storm.seller, "at": timezone.now()}
        if owed := bank_transfer.outstanding(found):
            bank_transfer.record(amount=owed, reference=f"END{found.pk}", **facts)
        if bank_transfer.refundable(found):
            bank_transfer.refund(reference=f"BACK{found.pk}", reason="结清", **facts)
