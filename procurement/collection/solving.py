"""At which price a product of a group order settles, when some people take more once the price falls.

The rule, in full. A supplier's ladder is the listed price from the first pack on, and lower prices from larger totals
on. A price of the ladder *is reached* if what people want at that very price, with the packs the unit adds itself,
comes to its minimum, and the supplier has that many. The product settles at the lowest price that is reached, and
everybody gets exactly what they want at it. From this follows:

- Nobody pays more than they accepted: packs wanted below a price count at no higher price.
- Nobody gets more than they asked for, and the order in which people pledged does not matter: only sums do.
- Asking for more never raises anybody's price: demand only grows, and what was reached stays reached.
- The ladder gives the same price for the total, as long as the supplier has it: were the minimum of a lower price met
  by the total, it would be met by the demand at that lower price, which is no smaller, and so be reached.

When fewer packs are bought than are wanted, the price follows the packs bought, and what each wants *at that price*
is the most they get. Nothing here touches a database. Prices are CNY a pack, quantities whole packs, the demand is
the sum of all wishes (``wishes.total``).
"""


def ladder(listed, tiers):
    """Return ``[(minimum, price)]`` from the listed price down; a tier that is no cheaper than the one before is none.

    :param tiers: ``[(minimum, price)]`` in any order.
    """
    rungs = [(0, listed)]
    for minimum, price in sorted(tiers):
        if price < rungs[-1][1]:
            rungs.append((minimum, price))
    return rungs


def price_at(rungs, quantity):
    """Return the price of a pack if this many are ordered."""
    return min(price for minimum, price in rungs if minimum <= quantity)


def settle(rungs, demand, *, top_up=0, stock=None):
    """Return the lowest price that is reached.

    :param top_up: packs the unit adds at any price.
    :param stock: packs the supplier has; None if that does not matter.
    """
    return min(price for minimum, price in rungs if _is_reached(minimum, price, demand, top_up, stock))


def nearest(rungs, demand, *, top_up=0, stock=None):
    """Return ``(minimum, price, packs missing)`` of the lower price that is closest, or None if none can be reached."""
    settled = settle(rungs, demand, top_up=top_up, stock=stock)
    ahead = [
        (minimum, price, minimum - demand.at(price) - top_up)
        for minimum, price in rungs
        if price < settled and _has(stock, minimum)
    ]
    return min(ahead, key=lambda rung: (rung[2], rung[0]), default=None)


def least_top_up(rungs, demand, round_up, *, top_up=0, stock=None):
    """Return the fewest packs of the unit's own, no fewer than ``top_up``, that make the total orderable.

    More packs may reach a lower price, at which more are wanted, so each price is tried.

    :param round_up: function from a total to the next one, no smaller, that can be ordered.
    """
    found = []
    for minimum, price in rungs:
        wanted = demand.at(price)
        packs = round_up(max(wanted + top_up, minimum)) - wanted
        if settle(rungs, demand, top_up=packs, stock=stock) == price:
            found.append(packs)
    return min(found)


def trimmed(rungs, demand, round_down, *, most, top_up=0):
    """Return the largest total, no more than ``most``, that can be ordered and is wanted at its own price; 0 if none.

    :param round_down: function from a total to the last one, no larger, that can be ordered; 0 if there is none.
    """
    totals = {round_down(min(most, demand.at(price) + top_up)) for _, price in rungs}
    return max((total for total in totals if is_wanted(rungs, demand, total, top_up=top_up)), default=0)


def is_wanted(rungs, demand, total, *, top_up=0):
    """Tell whether people want as many packs as a total leaves them, at the price of that total."""
    return top_up <= total <= demand.at(price_at(rungs, total)) + top_up


def _is_reached(minimum, price, demand, top_up, stock):
    return minimum == 0 or (demand.at(price) + top_up >= minimum and _has(stock, minimum))


def _has(stock, packs):
    return stock is None or stock >= packs
