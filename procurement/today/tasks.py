"""One line of a desk's first page: things of one kind that wait, and since when the oldest of them does."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, Min
from django.utils.timezone import make_aware

DAY, HOUR = 86_400, 3_600


@dataclass(frozen=True)
class Task:
    """``count`` things wait; ``url`` lists exactly these.

    ``since`` is when the oldest began to wait, ``due_at`` when the first of them is to be done; ``at`` is now.
    """

    title: str
    step: str
    url: str
    count: int
    at: datetime
    since: datetime | None = None
    due_at: datetime | None = None
    measure: str = "张"

    @property
    def is_late(self):
        return self.due_at is not None and self.at > self.due_at

    @property
    def age(self):
        """How long the oldest has waited, e.g. ``最早的已等 3 天``; empty when nobody knows."""
        return f"最早的已等 {length(self.at - self.since)}" if self.since else ""

    @property
    def deadline(self):
        """What remains, e.g. ``还有 2 天``, or by how much it is late; empty without a deadline."""
        if self.due_at is None:
            return ""
        return f"已超期 {length(self.at - self.due_at)}" if self.is_late else f"还有 {length(self.due_at - self.at)}"


def ranked(tasks):
    """Return the tasks of which any waits: the late ones in their own order, then the others, first due first."""
    waiting = [(place, task) for place, task in enumerate(tasks) if task.count]
    return [task for place, task in sorted(waiting, key=lambda pair: _urgency(*pair))]


def oldest(rows, since, **more):
    """Return ``{"count", "since"}`` of a queryset in one query; ``more`` are further aggregates."""
    return rows.order_by().aggregate(count=Count("pk", distinct=True), since=Min(since), **more)


def within(since, days):
    """Return the moment by which something should be done that began to wait at another; None without one."""
    return since + timedelta(days=days) if since else None


def end_of(day):
    """Return the last moment of a date."""
    return make_aware(datetime.combine(day, time.max)) if day else None


def length(span):
    """Return a timedelta in its largest measure: days, hours, or less than one."""
    seconds = max(span.total_seconds(), 0)
    if seconds >= DAY:
        return f"{int(seconds // DAY)} 天"
    return f"{int(seconds // HOUR)} 小时" if seconds >= HOUR else "不到 1 小时"


def _urgency(place, task):
    if task.is_late:
        return (0, 0.0, place)
    return (1, task.due_at.timestamp() if task.due_at else float("inf"), place)
