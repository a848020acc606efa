"""How much one person may ask for: packs in all, and what they may come to at the most.

A wish that depends on the price is counted at the price at which it would cost most, of those its owner accepts: what
is bought in the end then never exceeds the budget, as long as the supplier's price does not rise.
"""

from shop.produce.money import ZERO

from ..moves import Refused
from . import terms


def check(group_order, wanted, listed):
    """Refuse wishes ``{item_id: Wish}`` beyond the packs or the budget that the unit gives each person.

    :param listed: ``listed_prices``, if there is a budget.
    """
    packs = sum(wish.most for wish in wanted.values())
    if group_order.pack_limit and packs > group_order.pack_limit:
        more = "（含降价后多要的）" if any(wish.steps for wish in wanted.values()) else ""
        raise Refused(f"每人最多 {group_order.pack_limit} 件，您选了 {packs} 件{more}，请减少数量。")
    if group_order.budget_amount:
        _check_budget(group_order, wanted, listed)


def listed_prices(group_order):
    """Return ``{item_id: CNY a pack}`` as suppliers list them by now."""
    rows = group_order.items.select_related("product__dossier")
    rows = rows.prefetch_related("product__price_tiers", "product__stockrecords")
    return {item.pk: terms.of(item.product).listed for item in rows}


def _check_budget(group_order, wanted, listed):
    amount = sum((highest(wish, listed[item]) for item, wish in wanted.items()), ZERO)
    if amount > group_order.budget_amount:
        at_most = "最多" if any(wish.steps for wish in wanted.values()) else "按原价"
        raise Refused(
            f"每人预算 {group_order.budget_amount:.2f} 元，您选的{at_most}要 {amount:.2f} 元，"
            f"超出 {amount - group_order.budget_amount:.2f} 元，请减少数量。"
        )


def highest(wish, listed):
    """Return the most that a wish may cost, in CNY: at the listed price, or at one that its owner named below it.

    Between two such prices the packs stay the same, so nothing there costs more.
    """
    prices = {listed, *(price for price, _ in wish.steps if price < listed)}
    return max(price * wish.at(price) for price in prices)
