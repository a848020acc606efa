"""Share packs out among people who asked for more than there are: three rules, each repeatable to the last pack.

All take ``claims``, ``[packs asked for]`` in the order of the queue, and a total of at most their sum; they return what
each gets, in the same order: no more than asked for, together exactly the total.
"""

from itertools import accumulate

from ..models import TrimRule


def first_come(claims, total):
    """Serve the queue from its head until nothing is left (先到先得)."""
    before = accumulate(claims, initial=0)
    return [min(claim, max(total - served, 0)) for claim, served in zip(claims, before, strict=False)]


def proportional(claims, total):
    """Give everybody the same share of what they asked for; what is left of whole packs goes to the largest remainders.

    Equal remainders are served in the order of the queue (最大余数法).
    """
    asked = sum(claims)
    if not asked:
        return [0] * len(claims)
    gets = [claim * total // asked for claim in claims]
    by_remainder = sorted(range(len(claims)), key=lambda place: (-(claims[place] * total % asked), place))
    for place in by_remainder[: total - sum(gets)]:
        gets[place] += 1
    return gets


def equal(claims, total):
    """Give everybody the same number of packs, those who asked for fewer what they asked for (平均).

    What is left of whole packs goes to the head of the queue.
    """
    level, left = _level(sorted(claims), total)
    gets = []
    for claim in claims:
        extra = 1 if claim > level and left > 0 else 0
        gets.append(min(claim, level) + extra)
        left -= extra
    return gets


def _level(ascending, total):
    """Return how many packs everybody can have who asked for as many, and how many are left over then."""
    people = len(ascending)
    level = 0
    for place, claim in enumerate(ascending):
        if (claim - level) * (people - place) > total:
            return level + total // (people - place), total % (people - place)
        total -= (claim - level) * (people - place)
        level = claim
    return level, 0


RULES = {TrimRule.FIRST_COME: first_come, TrimRule.PROPORTIONAL: proportional, TrimRule.EQUAL: equal}


def share(rule, claims, total):
    """Share a total out by one of the rules.

    :raises ValueError: if the total is more than was asked for, or negative.
    """
    if not 0 <= total <= sum(claims):
        raise ValueError(f"{total} of {sum(claims)}")
    return RULES[rule](claims, total)
