"""What one participant chose, what they get of it and what it comes to."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from shop.produce.money import ZERO

from . import decisions, demands, progress
from .wishes import Wish


@dataclass(frozen=True)
class Choice:
    """One product a participant chose: ``quantity`` is what they get at the price that all pledges together reach.

    ``allotted`` is what they were to get before goods that arrived short were shared out.
    """

    progress: progress.ItemProgress
    wish: Wish
    quantity: int
    allotted: int

    @property
    def is_bought(self):
        return not self.progress.item.is_dropped

    @property
    def amount(self):
        return self.progress.unit_price * self.quantity if self.is_bought else ZERO

    @property
    def asked(self):
        """Packs wanted at the price reached."""
        return self.wish.at(self.progress.unit_price)

    @property
    def is_short(self):
        return self.is_bought and self.quantity < self.asked

    @property
    def condition(self):
        """The wish in words, if it depends on the price."""
        return self.wish.words(self.progress.measure_unit) if self.wish.steps else ""

    @property
    def sentences(self):
        """What was decided about the product, and why the participant gets what they get."""
        return [*decisions.sentences(self.progress), *self._own_sentence()]

    def _own_sentence(self):
        if not self.progress.is_final or not self.is_bought:
            return []
        if self.is_short:
            return [*self._on_closing(), *self._on_arrival()]
        return [] if self.quantity else [f"价格没有降到 {self.wish.totals[0][0]:.2f} 元，这次没有您的。"]

    def _on_closing(self):
        unit = self.progress.measure_unit
        return [f"您想要 {self.asked} {unit}，分得 {self.allotted} {unit}。"] if self.allotted < self.asked else []

    def _on_arrival(self):
        unit = self.progress.measure_unit
        if self.quantity == self.allotted:
            return []
        return [f"到货不足：认购 {self.allotted} {unit} → 实得 {self.quantity} {unit}，按实得结算。"]


def choices(participant, rows):
    """Return what a participant chose of the progress rows of their group order, two queries if not loaded yet."""
    prefetch_related_objects([participant], "pledges__steps")
    pledges = {pledge.item_id: pledge for pledge in participant.pledges.all()}
    return [_choice(row, pledges[row.item.pk]) for row in rows if row.item.pk in pledges]


def _choice(row, pledge):
    wish = demands.of_pledge(pledge)
    allotted = wish.at(row.unit_price) if pledge.allotted is None else pledge.allotted
    return Choice(row, wish, allotted if pledge.received is None else pledge.received, allotted)


def total_amount(chosen):
    """Return what a participant's choices come to, in CNY: an estimate until the group order closes."""
    return sum((choice.amount for choice in chosen), ZERO)


def over_budget(group_order, participants):
    """Return ``[(participant, amount)]`` of those who come to more than the unit gives each: a price rose meanwhile.

    :param participants: ``[(participant, choices)]``.
    """
    if not group_order.budget_amount:
        return []
    amounts = [(person, total_amount(chosen)) for person, chosen in participants if not person.withdrawn_at]
    return [(person, amount) for person, amount in amounts if amount > group_order.budget_amount]
