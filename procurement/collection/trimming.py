"""Buy fewer packs than were asked for: by a rule, or person by person; what each gets always adds up to what is bought.

The price follows the packs that are bought. Nobody gets more than they want at that price, so nobody pays more than
they accepted.
"""

from dataclasses import dataclass
from functools import cached_property

from django.db import transaction

from .. import moves
from ..models import Pledge, TrimRule
from ..moves import Refused
from . import allotment, demands, settlement, solving, terms
from .wishes import Wish, total


@dataclass(frozen=True)
class Bounds:
    """What can be bought of a closed item: what people want, packs in stock, the largest total and its price."""

    item: object
    demand: Wish
    rungs: list
    stock: int

    @property
    def asked(self):
        """Packs wanted in all at the lowest price that is reached, the unit's own among them."""
        price = solving.settle(self.rungs, self.demand, top_up=self.item.top_up, stock=self.stock)
        return self.demand.at(price) + self.item.top_up

    @property
    def prices(self):
        """``[(packs, price from so many on)]`` of the lower prices."""
        return self.rungs[1:]

    @property
    def minimum(self):
        return settlement.minimum(self.item)

    @cached_property
    def suggested(self):
        """The largest total that the supplier has, can be ordered, and is wanted at its own price; 0 if none."""
        facts = {"most": min(self.stock, self.asked), "top_up": self.item.top_up}
        return solving.trimmed(self.rungs, self.demand, self._round_down, **facts)

    @property
    def suggested_price(self):
        return solving.price_at(self.rungs, self.suggested)

    @property
    def first_choice(self):
        """What the form to share out starts with: the rule and total of last time, else the suggested total."""
        if self.item.trim_rule in allotment.RULES:
            return {"packs": self.item.quantity, "rule": self.item.trim_rule}
        return {"packs": self.suggested or self.item.quantity, "rule": TrimRule.PROPORTIONAL}

    def _round_down(self, packs):
        return settlement.round_down(self.item, packs)


def bounds(item):
    """Return the ``Bounds`` of a closed item, loaded with its product, dossier, tiers and stock."""
    return Bounds(item, demands.of_item(item), settlement.frozen(item).ladder, terms.stock(item.product))


@transaction.atomic
def trim(*, item, packs, rule, by, at):
    """Buy ``packs`` in all, the unit's own among them, and share out the rest by a rule.

    :raises Refused: unless closed or returned; if dropped; or if so many are not wanted at their own price.
    """
    locked = settlement.lock_closed(item.group_order)
    item.refresh_from_db()
    _check_bought(item)
    rungs, pledges = settlement.frozen(item).ladder, demands.queue(item)
    wanted = [demands.of_pledge(pledge) for pledge in pledges]
    if not solving.is_wanted(rungs, total(wanted), packs, top_up=item.top_up):
        raise Refused(_unwanted(item, rungs, total(wanted), packs))
    price = solving.price_at(rungs, packs)
    gets = allotment.share(rule, [each.at(price) for each in wanted], packs - item.top_up)
    _store(item, pledges, gets, rungs=rungs, rule=rule)
    words = f"共买 {packs} {item.product.dossier.unit}，{TrimRule(rule).label}分配"
    moves.remark(group_order=locked, by=by, at=at, reason=f"{item.product.title[:100]}：{words}", is_told=True)
    return locked


@transaction.atomic
def adjust(*, item, gets, by, at):
    """Change what some people get.

    :param gets: ``{pledge_id: packs}``; the others keep what they have.
    :raises Refused: unless closed or returned; if dropped; or if somebody would get more than they want at the price.
    """
    locked = settlement.lock_closed(item.group_order)
    item.refresh_from_db()
    _check_bought(item)
    rungs, pledges = settlement.frozen(item).ladder, demands.queue(item)
    after = [gets.get(pledge.pk, pledge.allotted) for pledge in pledges]
    changed = [(pledge, new) for pledge, new in zip(pledges, after, strict=True) if new != pledge.allotted]
    if not changed:
        return locked
    _check_wanted(pledges, after, solving.price_at(rungs, sum(after) + item.top_up))
    words = "，".join(f"{pledge.participant} {pledge.allotted} → {new}" for pledge, new in changed)
    _store(item, pledges, after, rungs=rungs, rule=TrimRule.BY_HAND)
    moves.remark(group_order=locked, by=by, at=at, reason=f"{item.product.title[:60]}：{words}")
    return locked


@transaction.atomic
def restore(*, item, by, at):
    """Give everybody what they asked for again."""
    locked = settlement.lock_closed(item.group_order)
    settlement.settle(locked.items.filter(pk=item.pk))
    moves.remark(group_order=locked, by=by, at=at, reason=f"{item.product.title[:100]}：恢复原认购", is_told=True)
    return locked


def _store(item, pledges, gets, *, rungs, rule):
    for pledge, packs in zip(pledges, gets, strict=True):
        pledge.allotted = packs
    Pledge.objects.bulk_update(pledges, ["allotted"], batch_size=500)
    item.quantity, item.trim_rule = sum(gets) + item.top_up, rule
    item.unit_price = solving.price_at(rungs, item.quantity)
    item.save(update_fields=["quantity", "unit_price", "trim_rule"])


def _check_bought(item):
    if item.is_dropped:
        raise Refused("这种商品已改为不采购。")


def _check_wanted(pledges, gets, price):
    for pledge, packs in zip(pledges, gets, strict=True):
        most = demands.of_pledge(pledge).at(price)
        if not 0 <= packs <= most:
            raise Refused(f"{pledge.participant}的数量须在 0 到 {most} 之间（单价 {price:.2f} 元时想要的数量）。")


def _unwanted(item, rungs, demand, packs):
    unit = item.product.dossier.unit
    if packs < item.top_up:
        return f"单位自己补足 {item.top_up} {unit}，总数不能更少。"
    price = solving.price_at(rungs, packs)
    return f"买 {packs} {unit}时单价 {price:.2f} 元，大家连同单位补足一共只要 {demand.at(price) + item.top_up} {unit}。"
