"""What people ask for: some packs of what they like, within the bounds, and now and then more once the price falls."""

import random

from procurement.collection import limits, progress
from procurement.collection.pledges import wishes

CONDITIONAL = 0.12


class Wisher:
    """Draws wishes for an open group order; ``share`` is about how many packs each takes in all."""

    def __init__(self, group_order, share, rng):
        self.group_order, self.share, self.rng = group_order, share, rng
        self.rows = {row.item.pk: row for row in progress.of(group_order)}
        # Who waits for a lower price is drawn apart, so that it changes nothing in what else happens.
        self.whims = random.Random(f"whims {group_order.unit.code} {group_order.title}")

    def ask(self):
        """Return ``quantities`` and ``totals`` as ``group_orders.join`` takes them."""
        packs = self._packs()
        while self._is_too_much(packs):
            _take_one_away(packs)
        totals = self._totals(packs) if self.whims.random() < CONDITIONAL else {}
        return {"quantities": packs, "totals": {} if self._is_too_much(packs, totals) else totals}

    def _packs(self):
        """Draw one or two items; the first ones are liked best."""
        weights = [1 / (place + 1.5) for place in range(len(self.rows))]
        chosen = dict.fromkeys(self.rng.choices(list(self.rows), weights, k=min(2, len(self.rows))))
        return {item: max(1, round(self.share * self.rng.uniform(0.7, 1.3) / len(chosen))) for item in chosen}

    def _totals(self, packs):
        item = next(iter(packs))
        price = next(iter(self.rows[item].lower_prices), None)
        return {item: {price: packs[item] + max(1, packs[item] // 2)}} if price else {}

    def _is_too_much(self, packs, totals=None):
        wanted, order = wishes(packs, totals), self.group_order
        if order.pack_limit and sum(wish.most for wish in wanted.values()) > order.pack_limit:
            return True
        spent = sum(limits.highest(wish, self.rows[item].terms.listed) for item, wish in wanted.items())
        return bool(order.budget_amount) and spent > order.budget_amount


def _take_one_away(packs):
    """Take a pack of what most is wanted of; an item of which none is left is not wanted."""
    item = max(packs, key=packs.get)
    packs[item] -= 1
    if not packs[item]:
        del packs[item]
