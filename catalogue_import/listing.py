"""Write what needs nobody's consent, and ask the county office for the rest."""

from decimal import Decimal

from oscar.core.loading import get_model

from shop.produce import listings
from shop.produce.models import ListingRequest, PriceTier

StockRecord = get_model("partner", "StockRecord")
Kind = ListingRequest.Kind
OFFER = {"price", "tiers"}
# What a request holds back until it is granted.
HELD = {Kind.FIRST: {"on_sale"}, Kind.PRICE: OFFER}


def write(*, writer, new, changed):
    """Write new and changed products; first publications and steep price rises only wait.

    Nothing waits when the county office reviews nothing, nor for an import that no supplier's person started.

    :param new: rows of values.
    :param changed: ``{product pk: (values, changed keys)}``.
    """
    if not listings.is_on() or writer.by is None:
        writer.create(new)
        writer.update({pk: (values, _whole_offer(keys)) for pk, (values, keys) in changed.items()})
        return
    pks = writer.create([values | {"on_sale": False} for values in new])
    asked = [_first(pks[values["code"]], values) for values in new if values["on_sale"]]
    listed = listings.listed(changed) if changed else set()
    steep = _steep(listed, changed, writer.at)
    asked += [_rise(pk, old, changed[pk][0]) for pk, old in steep.items()]
    asked += [_first(pk, values) for pk, (values, keys) in changed.items() if _is_first(pk, values, keys, listed)]
    held = {(row.product_id, key) for row in asked for key in HELD[row.kind]}
    granted = {pk: (values, _whole_offer(keys)) for pk, (values, keys) in changed.items()}
    writer.update(
        {pk: (values, [key for key in keys if (pk, key) not in held]) for pk, (values, keys) in granted.items()}
    )
    listings.ask(requests=asked, by=writer.by, at=writer.at, import_number=writer.import_number)


def _is_first(pk, values, keys, listed):
    return "on_sale" in keys and values["on_sale"] and pk not in listed


def _steep(listed, changed, at):
    """Return ``{product: price as it is}`` of the listed products whose price would rise too steeply."""
    live = _live(listed, changed)
    baselines = listings.baselines(live, at=at) if live else {}
    return {
        pk: offer[0]
        for pk, offer in live.items()
        if listings.is_steep(baselines.get(pk, offer[0]), offer, _offer(changed[pk][0]))
    }


def _whole_offer(keys):
    """Take price and tiers as one: what waits holds both, so both are written or neither."""
    return [*keys, *sorted(OFFER - set(keys))] if OFFER & set(keys) else list(keys)


def _live(listed, changed):
    """Return ``{product: (price, tiers)}`` as shoppers see them, of listed products whose offer changes."""
    pks = [pk for pk, (_, keys) in changed.items() if pk in listed and OFFER & set(keys)]
    found = {}
    records = StockRecord.objects.filter(product__in=pks).exclude(price=None)
    for product, price in records.values_list("product", "price"):
        found[product] = (price, [])
    for tier in PriceTier.objects.filter(product__in=found):
        found[tier.product_id][1].append((tier.min_quantity, tier.price))
    return found


def _offer(values):
    return Decimal(values["price"]), [(least, Decimal(price)) for least, price in values["tiers"]]


def _first(pk, values):
    return ListingRequest(product_id=pk, kind=Kind.FIRST, new_price=Decimal(values["price"]))


def _rise(pk, old, values):
    wanted = {"new_price": Decimal(values["price"]), "tiers": values["tiers"]}
    return ListingRequest(product_id=pk, kind=Kind.PRICE, old_price=old, **wanted)
