"""Time two ways of doing the same thing in turns, so that a busy machine slows both alike."""

import gc
from statistics import median
from time import perf_counter


def in_turns(ours, theirs, rounds):
    """Call both functions in turns; return the median seconds of each.

    :param ours: called with the number of the round; so is ``theirs``.
    """
    spent = ([], [])
    gc.collect()
    for number in range(rounds):
        for act, seconds in zip((ours, theirs), spent, strict=True):
            started = perf_counter()
            act(number)
            seconds.append(perf_counter() - started)
    return tuple(median(seconds) for seconds in spent)


def compared(name, ours, theirs, rounds):
    """Return one result: calls a second of ours and theirs, and how many times as fast ours is."""
    our_seconds, their_seconds = in_turns(ours, theirs, rounds)
    return {
        "name": name,
        "ours_per_second": round(1 / our_seconds, 1),
        "oscar_per_second": round(1 / their_seconds, 1),
        "ratio": round(their_seconds / our_seconds, 2),
        "rounds": rounds,
    }
