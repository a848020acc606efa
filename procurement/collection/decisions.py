"""What a handler can decide about one product after closing, and what participants are told about it."""

from dataclasses import dataclass
from functools import cached_property

from . import progress, settlement, solving, terms
from .progress import ItemProgress


@dataclass(frozen=True)
class Choices:
    """The ways out for one closed product; each is empty or zero where it leads nowhere."""

    row: ItemProgress

    @property
    def item(self):
        return self.row.item

    @property
    def is_bought(self):
        return self.row.is_final and self.row.quantity > 0

    @cached_property
    def suggested_top_up(self):
        """What the unit's own packs come to if it adds those that are missing to a minimum or a multiple."""
        facts = {"top_up": self.item.top_up, "stock": self.row.stock}
        return solving.least_top_up(self.row.rungs, self.row.demand, self._round_up, **facts)

    @property
    def missing(self):
        """Packs the unit may add so that the product can be ordered."""
        return self.suggested_top_up - self.item.top_up if self.item.product.is_public else 0

    @property
    def missing_words(self):
        return f"{self.missing} {self.row.measure_unit}"

    @cached_property
    def trimmed(self):
        """The largest smaller total that can be ordered, in stock and wanted at its own price; 0 if there is none."""
        most, facts = min(self.row.stock, self.row.quantity), {"top_up": self.item.top_up}
        packs = solving.trimmed(self.row.rungs, self.row.demand, self._round_down, most=most, **facts)
        return packs if packs < self.row.quantity and self.item.product.is_public else 0

    @property
    def can_waive(self):
        """Only the unit's own minimum is missed: the supplier would deliver."""
        dossier, packs = self.item.product.dossier, self.row.quantity
        is_orderable = packs >= dossier.min_order_quantity and packs % dossier.order_multiple == 0
        return self.item.product.is_public and is_orderable and packs < settlement.minimum(self.item)

    @cached_property
    def differences(self):
        """``[(label, old, new)]`` of what the supplier changed since closing, to be agreed to."""
        return settlement.differences(self.item) if self.is_bought else []

    @cached_property
    def lower_price(self):
        """The lower price that the supplier's terms of today give, or None; the frozen one holds until it is taken."""
        if not self.is_bought or self.row.quantity > self.row.stock or self.differences:
            return None
        rungs, facts = terms.of(self.item.product).ladder, {"top_up": self.item.top_up, "stock": self.row.stock}
        now = solving.price_at(rungs, self.row.quantity)
        if not self.item.trim_rule:
            now = solving.settle(rungs, self.row.demand, **facts)
        return now if now < self.row.unit_price else None

    def _round_up(self, packs):
        return settlement.round_up(self.item, packs)

    def _round_down(self, packs):
        return settlement.round_down(self.item, packs)


def sentences(row):
    """Return what participants are told about the decision on a product, as whole sentences; none before closing."""
    item, unit = row.item, row.measure_unit
    if not row.is_final:
        return []
    said = []
    if item.is_dropped:
        short = f"大家共要 {row.asked} {unit}，没有达到 {row.minimum} {unit}，" if row.asked < row.minimum else ""
        said.append(f"{short}这次不采购。")
    elif item.trim_rule:
        said.append(f"大家共要 {row.asked} {unit}，只能分 {row.shared} {unit}，{item.get_trim_rule_display()}分配。")
    if item.is_minimum_waived and not item.is_dropped:
        said.append(f"没有达到单位原定的 {item.min_quantity} {unit}，单位决定照常采购。")
    if item.top_up and not item.is_dropped:
        filled = "补足" if _was_short(row) else "另要"
        said.append(f"单位自己{filled} {item.top_up} {unit}。")
    return [*said, f"经办人说明：{item.note}"] if item.note else said


def by_item(group_order):
    """Return ``{item: sentences that name it}`` of the products of a closed group order with something decided."""
    said = {row.item: [f"{row.title}：{words}" for words in sentences(row)] for row in progress.of(group_order)}
    return {item: words for item, words in said.items() if words}


def _was_short(row):
    """Tell whether what people get would have missed a minimum or a whole multiple without the unit's own packs."""
    return row.shared < row.minimum or row.shared % row.dossier.order_multiple
