"""Play many lives at once, each step at its moment, and no step after the present."""

import heapq
from datetime import timedelta
from itertools import count

OPENS, CLOSES = 9, 17
SATURDAY = 5


class Timeline:
    """Generators that yield the moment of their next step and are resumed with it, the earliest first."""

    def __init__(self, until):
        self.until, self.queue, self.order = until, [], count()

    def add(self, life):
        self._push(next(life, None), life)

    def run(self):
        while self.queue:
            at, _, life = heapq.heappop(self.queue)
            try:
                self._push(life.send(at), life)
            except StopIteration:
                continue

    def _push(self, at, life):
        if at is not None and at <= self.until:
            heapq.heappush(self.queue, (at, next(self.order), life))


def later(at, rng, least, most):
    """Return a moment between ``least`` and ``most`` hours later."""
    return at + timedelta(minutes=rng.randint(round(least * 60), round(most * 60)))


def in_office(at, rng):
    """Return the moment itself in office hours, or one soon after the office opens again."""
    if at.hour >= CLOSES:
        at = _opening(at + timedelta(days=1), rng)
    elif at.hour < OPENS:
        at = _opening(at, rng)
    while at.weekday() >= SATURDAY:
        at = _opening(at + timedelta(days=1), rng)
    return at


def _opening(at, rng):
    return at.replace(hour=OPENS, minute=rng.randint(0, 59), second=0, microsecond=0)
