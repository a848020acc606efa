"""What happens to one order, told by a list of numbers, beside a count by hand of where its packs are."""

from contextlib import suppress
from datetime import timedelta
from decimal import Decimal

from hypothesis import strategies as st

from procurement.delivery import claims, purchase_orders, shipments
from procurement.models import Claim, PurchaseOrder, Stage
from shop.payments import bank_transfer

Kind, Status = Claim.Kind, Claim.Status
WORDS = """
    pay_part pay_rest refund ship ship_part accept sign cancel cancel_rest take_back claim agree reship reject hand_over
    decide withdraw
""".split()
# Mostly what makes sense at the time, sometimes anything at all.
NUMBERS = st.lists(st.tuples(st.integers(0, 999), st.integers(0, 11)), min_size=6, max_size=25)


class Story:
    """Numbers choose what is done next; refusals are part of life.

    ``left`` to send, ``on_way``, ``good`` (accepted and kept): packs by line.
    """

    def __init__(self, purchase_order, person, at):
        self.order, self.person, self.at = purchase_order, person, at
        self.lines = list(purchase_order.order.lines.order_by("pk"))
        self.left = {line.pk: line.quantity for line in self.lines}
        self.on_way = dict.fromkeys(self.left, 0)
        self.good = dict.fromkeys(self.left, 0)
        self.steps = 0

    def tell(self, numbers):
        for choice, number in numbers:
            words = self.sensible() if choice % 8 else WORDS
            word = words[choice % len(words)]
            self.steps += 1
            self.at += timedelta(hours=7)
            paid = self.paid()
            with suppress(purchase_orders.Refused, bank_transfer.PaymentRefused):
                getattr(self, word)(number)
            self.check()
            assert word == "refund" or self.paid() >= paid or self.is_settled()

    def sensible(self):
        """Return words that can be followed now; some several times, as they lead further."""
        words = ["pay_part", "pay_rest", "refund"]
        if any(self.left.values()):
            words += ["ship_part", "ship_part", "ship", "cancel", "cancel_rest"]
        if self.order.shipments.unsigned().exists():
            words += ["sign"] * 6 + ["accept"]
        if any(self.good.values()):
            words += ["take_back", "claim", "claim"]
        states = set(self.order.claims.values_list("status", flat=True))
        if states & {Status.OPEN, Status.REJECTED}:
            words += ["agree", "reship", "reship", "reship", "reject", "hand_over", "withdraw"]
        return words + ["decide", "decide"] * (Status.DISPUTED in states)

    def paid(self):
        return self.order.ledger_entries.at_stage(Stage.PAID).total()

    def is_settled(self):
        """Money and goods met in the middle: paid up to what is due by now."""
        return self.paid() == purchase_orders.amount_due(self.order)

    def by(self):
        return {"by": self.person, "at": self.at}

    def who(self):
        return {"purchase_order": self.order, **self.by()}

    def pay_part(self, number):
        left = bank_transfer.outstanding(self.order)
        amount = max((left * number / 12).quantize(Decimal("0.01")), Decimal("0.01"))
        bank_transfer.record(amount=amount, reference=f"P{self.steps}", **self.who())

    def pay_rest(self, number):
        bank_transfer.record(amount=bank_transfer.outstanding(self.order), reference=f"P{self.steps}", **self.who())

    def refund(self, number):
        bank_transfer.refund(reference=f"R{self.steps}", reason="多付", **self.who())

    def ship(self, number):
        purchase_orders.ship(carrier="顺丰", waybill=f"SF{self.steps}", **self.who())
        for line, packs in self.left.items():
            self.on_way[line] += packs
        self.left = dict.fromkeys(self.left, 0)

    def ship_part(self, number):
        packs = {self.lines[number % 2].pk: number % 5}
        purchase_orders.ship(carrier="顺丰", waybill=f"SF{self.steps}", packs=packs, **self.who())
        for line, quantity in packs.items():
            self.left[line] -= quantity
            self.on_way[line] += quantity

    def cancel(self, number):
        purchase_orders.cancel(reason="断货", **self.who())
        self.left = dict.fromkeys(self.left, 0)

    def cancel_rest(self, number):
        purchase_orders.cancel_rest(reason="断货", **self.who())
        self.left = dict.fromkeys(self.left, 0)

    def accept(self, number):
        """Sign for the whole order at once."""
        refused = {line.pk: (number % 3, number % 2) for line in self.lines}
        purchase_orders.accept(refused=refused, **self.who())
        for line, pair in refused.items():
            self.good[line] += self.on_way[line] - sum(pair)
        self.on_way = dict.fromkeys(self.on_way, 0)

    def sign(self, number):
        """Sign for one shipment, be it a replacement."""
        coming = list(self.order.shipments.unsigned().order_by("pk"))
        if coming:
            shipment = coming[number % len(coming)]
            sent = dict(shipment.lines.values_list("line", "quantity"))
            refused = dict.fromkeys(sent, (0, number % 2) if number % 3 else (number % 4, 0))
            shipments.accept(shipment=shipment, refused=refused, **self.by())
            for line, packs in sent.items():
                self.good[line] += packs - sum(refused[line])
                self.on_way[line] -= 0 if shipment.is_replacement else packs

    def take_back(self, number):
        packs = {self.lines[number % 2].pk: number % 4}
        purchase_orders.take_back(packs=packs, reason="腐烂", **self.who())
        self.lose(packs)

    def claim(self, number):
        acceptance = self.order.acceptances.order_by("-pk").first()
        if acceptance:
            packs = {self.lines[number % 2].pk: number % 3}
            kind = Kind.RETURN if number % 5 == 0 else Kind.QUALITY
            claims.open_claim(acceptance=acceptance, kind=kind, packs=packs, words=f"坏果 {self.steps}", **self.by())

    def agree(self, number):
        if claim := self.pick(number):
            claims.refund(claim=claim, **self.by())
            self.settle(claim)

    def reship(self, number):
        if claim := self.pick(number):
            packs = dict(claim.lines.values_list("line", "packs"))
            if number % 4 == 0:
                packs[min(packs)] -= 1
            claims.reship(claim=claim, carrier="顺丰", waybill=f"SF{self.steps}", packs=packs, **self.by())
            self.settle(claim)

    def reject(self, number):
        if claim := self.pick(number):
            claims.reject(claim=claim, words="发货时完好", **self.by())

    def hand_over(self, number):
        if claim := self.pick(number):
            self.at += timedelta(days=number % 5)
            claims.hand_over(claim=claim, by_supplier=bool(number % 2), words="请裁定", **self.by())

    def decide(self, number):
        if claim := self.pick(number):
            decide = claims.uphold if number % 2 else claims.dismiss
            decide(claim=claim, words="已核实", **self.by())
            (self.settle if number % 2 else self.restore)(claim)

    def withdraw(self, number):
        if claim := self.pick(number):
            claims.withdraw(claim=claim, **self.by())
            self.restore(claim)

    def pick(self, number):
        """Choose among the claims, those under way first."""
        rows = list(self.order.claims.under_way().order_by("pk")) or list(self.order.claims.order_by("pk"))
        return rows[number % len(rows)] if rows else None

    def settle(self, claim):
        if claim.kind != Kind.ARRIVAL:
            self.lose(dict(claim.lines.values_list("line", "packs")))

    def restore(self, claim):
        if claim.kind == Kind.ARRIVAL:
            for line, packs in claim.lines.values_list("line", "packs"):
                self.good[line] += packs

    def lose(self, packs):
        for line, quantity in packs.items():
            self.good[line] -= quantity

    def check(self):
        entries = list(self.order.ledger_entries.all())
        net = {stage: self.order.ledger_entries.at_stage(stage).net_quantities() for stage in Stage}
        by_hand = {line: self.left[line] + self.on_way[line] + self.good[line] for line in self.left}
        assert net[Stage.ORDERED] == by_hand
        assert {line: net[Stage.ACCEPTED].get(line, 0) for line in self.good} == self.good
        assert all(by_hand[line.pk] <= line.quantity for line in self.lines)
        assert all(entry.quantity and entry.digest == entry.content_digest() for entry in entries)
        for line in self.good:
            paid, accepted = net[Stage.PAID].get(line, 0), net[Stage.ACCEPTED].get(line, 0)
            assert net[Stage.COMPLETED].get(line, 0) == min(paid, accepted)
        self.check_money(any(entry.stage == Stage.PAID for entry in entries))

    def check_money(self, was_paid):
        """PAID is nothing before the money covers what is due, then what was due at that time until a refund."""
        due, received = purchase_orders.amount_due(self.order), purchase_orders.amount_received(self.order)
        price = {line.pk: line.unit_price_incl_tax for line in self.lines}
        assert due == sum(price[line] * (self.left[line] + self.on_way[line] + self.good[line]) for line in price)
        row = PurchaseOrder.objects.with_money().get(pk=self.order.pk)
        replacing = purchase_orders.amount_replacing(self.order)
        assert (row.due, row.received, row.replacing) == (due, received, replacing)
        # Binary sums of a database (SQLite) must not show a rest of nothing.
        is_to_refund = received > due + replacing
        assert row.is_to_refund == is_to_refund == PurchaseOrder.objects.to_refund().filter(pk=row.pk).exists()
        assert PurchaseOrder.objects.to_pay().filter(pk=row.pk).exists() == (received < due)
        assert 0 <= self.paid() <= received
        if received >= due > 0:
            assert self.paid() >= due
        if received == due and was_paid:
            assert self.paid() == due
        # Where nothing is left to pay for, a part payment goes back first.
        owes_nothing = row.is_accepted and due == received == 0
        assert row.is_paid == (received >= due and (was_paid or owes_nothing))
