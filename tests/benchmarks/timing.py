"""Time two ways of doing the same thing in turns, so that a busy machine slows both alike."""

import gc
from statistics import median, quantiles
from time import perf_counter


def in_turns(ours, theirs, rounds):
    """Call both functions in turns; return the median seconds of each.

    :param ours: called with the number of the round; so is ``theirs``.
    """
    return tuple(median(seconds) for seconds in all_in_turns(ours, theirs, rounds))


def all_in_turns(ours, theirs, rounds):
    """Call both functions in turns; return the seconds of every call of each."""
    spent = ([], [])
    gc.collect()
    for number in range(rounds):
        for act, seconds in zip((ours, theirs), spent, strict=True):
            started = perf_counter()
            act(number)
            seconds.append(perf_counter() - started)
    return spent


def spread(seconds):
    """Return how far the middle half of some times lies apart, as a share of their median."""
    first, middle, third = quantiles(seconds, n=4)
    return round((third - first) / middle, 2)


def compared(name, ours, theirs, rounds):
    """Return one result: calls a second of ours and theirs, and how many times as fast ours is."""
    spent = all_in_turns(ours, theirs, rounds)
    our_seconds, their_seconds = map(median, spent)
    return {
        "name": name,
        "ours_per_second": round(1 / our_seconds, 1),
        "oscar_per_second": round(1 / their_seconds, 1),
        "ratio": round(their_seconds / our_seconds, 2),
        "spreads": [spread(seconds) for seconds in spent],
        "rounds": rounds,
    }
