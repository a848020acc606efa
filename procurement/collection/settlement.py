"""What a closed group order comes to: frozen packs and prices, what hinders ordering, what the unit decides.

At closing the supplier's terms are frozen with the price that the demand reaches (``solving`` has the rule). A later
decision settles on the frozen terms; the supplier's new ones come in only when the handler accepts them.
"""

from django.db import transaction

from shop.produce import prices
from shop.produce.money import ZERO

from .. import moves
from ..models import GroupOrderItem
from ..moves import Refused
from . import demands, overall, solving, terms
from .pledges import MAX_QUANTITY
from .terms import Terms

FROZEN = ["quantity", "unit_price", "snapshot", "trim_rule"]


@transaction.atomic
def decide(*, item, top_up, is_dropped, by, at, is_minimum_waived=False, note=""):
    """Decide on one item after closing: add packs on the unit's account, buy fewer than the unit wanted, or none.

    Only this item settles anew, and packs shared out by a rule are given back. The same decision changes nothing.

    :param note: what the participants are told about it.
    :raises Refused: unless the group order is closed or returned.
    """
    locked = lock_closed(item.group_order)
    if not 0 <= top_up <= MAX_QUANTITY:
        raise Refused(f"补足数量须在 0 到 {MAX_QUANTITY} 之间。")
    decided = {"top_up": top_up, "is_dropped": is_dropped, "is_minimum_waived": is_minimum_waived, "note": note}
    item.refresh_from_db(fields=list(decided))
    if all(getattr(item, name) == value for name, value in decided.items()):
        return locked
    for name, value in decided.items():
        setattr(item, name, value)
    item.save(update_fields=list(decided))
    settle(locked.items.filter(pk=item.pk))
    moves.remark(group_order=locked, by=by, at=at, reason=f"{item.product.title[:100]}：{_words(item)}", is_told=True)
    return locked


def lock_closed(group_order):
    """Lock a group order whose packs may be changed.

    :raises Refused: unless it is closed or returned.
    """
    locked = moves.lock(group_order)
    if not locked.is_closed:
        raise Refused("只有已截止或被退回的采购单可以调整数量。")
    return locked


def settle(items):
    """Freeze the terms of each item of a queryset that has none, its packs, and the price that its demand reaches."""
    rows = items.select_related("product__dossier").prefetch_related("product__price_tiers", "product__stockrecords")
    rows, demand = list(rows), demands.of_items(items)
    for item in rows:
        _settle(item, demand[item.pk])
    GroupOrderItem.objects.bulk_update(rows, FROZEN)
    demands.grant(rows)


def _settle(item, demand):
    item.snapshot = item.snapshot or terms.of(item.product).as_row()
    item.trim_rule = ""
    rungs = frozen(item).ladder
    if item.is_dropped:
        item.quantity, item.unit_price = 0, rungs[0][1]
        return
    item.unit_price = solving.settle(rungs, demand, top_up=item.top_up, stock=terms.stock(item.product))
    item.quantity = demand.at(item.unit_price) + item.top_up


def thaw(items):
    """Take every decision and everything frozen of a queryset of items back, as before closing."""
    undecided = {"top_up": 0, "is_dropped": False, "is_minimum_waived": False, "note": ""}
    items.update(quantity=None, unit_price=None, snapshot=None, trim_rule="", **undecided)
    demands.take_back(items)


def frozen(item) -> Terms:
    """Return the terms frozen at closing, or those of today while there are none."""
    return terms.from_row(item.snapshot) if item.snapshot else terms.of(item.product)


def problems(group_order):
    """Return ``[(item, sentence)]`` for the items that cannot be ordered as they are."""
    found = [(item, problem(item)) for item in wanted_items(group_order)]
    return [(item, sentence) for item, sentence in found if sentence]


def problem(item):
    """Return a sentence on why an item cannot be ordered in its frozen quantity, or an empty string."""
    if not item.product.is_public or not item.unit_price:
        return "供应商已下架，请改为不采购。"
    dossier = item.product.dossier
    return prices.quantity_problem(
        item.quantity, min_order_quantity=minimum(item), order_multiple=dossier.order_multiple, unit=dossier.unit
    )


def minimum(item):
    """Return the packs needed in total before an item is bought: the unit's own wish or the supplier's rule."""
    own = 0 if item.is_minimum_waived else item.min_quantity
    return max(own, item.product.dossier.min_order_quantity)


def round_up(item, total):
    """Return the next total, no smaller, that can be ordered: at the minimum, in whole multiples."""
    multiple = item.product.dossier.order_multiple
    return -(-max(total, minimum(item)) // multiple) * multiple


def round_down(item, total):
    """Return the last total, no larger, that can be ordered, or 0."""
    whole = total - total % item.product.dossier.order_multiple
    return whole if whole >= minimum(item) else 0


def check(group_order):
    """Refuse a group order with an item that cannot be ordered, that its supplier changed, or with too little to buy.

    :raises Refused: naming each product and what is wrong with it.
    """
    found = problems(group_order) or changes(group_order)
    if found:
        raise Refused("；".join(f"{item}：{sentence}" for item, sentence in found))
    wanted = wanted_items(group_order)
    if not wanted:
        raise Refused("没有可采购的商品。")
    overall.check(group_order, wanted)


def changes(group_order):
    """Return ``[(item, sentence)]`` for the items that their supplier made dearer or changed since closing."""
    found = [(item, differences(item)) for item in wanted_items(group_order)]
    return [(item, f"截止后有变动（{_say(rows)}），请先决定是否接受。") for item, rows in found if rows]


def differences(item):
    """Return ``[(label, old, new)]`` of what the handler has to agree to before an item can be ordered.

    A price that fell is no hindrance: the frozen one holds until the handler takes the lower.
    """
    now = terms.of(item.product)
    rows = terms.differences(frozen(item), now)
    price = solving.price_at(now.ladder, item.quantity)
    return [*rows, ("单价", f"{item.unit_price:.2f}", f"{price:.2f}")] if price > item.unit_price else rows


def wanted_items(group_order):
    """Return the items that will be ordered, with what ordering needs."""
    rows = group_order.items.filter(is_dropped=False, quantity__gt=0).select_related("product__dossier")
    return list(rows.prefetch_related("product__stockrecords__partner", "product__price_tiers"))


def total_amount(group_order):
    """Return the frozen amount of everything wanted, in CNY."""
    return sum((item.amount for item in wanted_items(group_order)), ZERO)


def _words(item):
    if item.is_dropped:
        words = "不采购"
    else:
        waived = f"不足 {item.min_quantity} {item.product.dossier.unit}照常采购"
        topped_up = f"单位补足 {item.top_up} {item.product.dossier.unit}"
        both = [waived] * item.is_minimum_waived + [topped_up] * bool(item.top_up or not item.is_minimum_waived)
        words = "，".join(both)
    return f"{words}（{item.note}）" if item.note else words


def _say(rows):
    return "，".join(f"{label} {old} → {new}" for label, old, new in rows)
