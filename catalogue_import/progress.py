"""How far the work on an import is, how fast it goes, and how long it will still take."""

from dataclasses import dataclass

from django.conf import settings

SECONDS_BEFORE_RATES = 2


@dataclass(frozen=True)
class Progress:
    """``rate`` is rows (or pictures) a second and ``seconds_left`` what remains; None while unknown."""

    done: int
    total: int
    rate: float | None = None
    seconds_left: float | None = None
    is_silent: bool = False

    @property
    def speed(self):
        """The rate in words."""
        if not self.rate:
            return ""
        return f"每秒 {self.rate:.0f}" if self.rate >= 1 else f"每分钟 {self.rate * 60:.0f}"

    @property
    def left(self):
        """The time left in words."""
        if self.seconds_left is None:
            return ""
        if self.seconds_left < 10:
            return "马上就好"
        minutes, seconds = divmod(round(self.seconds_left / 10) * 10, 60)
        return f"还要约 {minutes} 分钟" if minutes >= 2 else f"还要约 {minutes * 60 + seconds} 秒"


def of(catalogue_import, *, at):
    """Return the ``Progress`` of an import at work."""
    done, total, since = catalogue_import.done, catalogue_import.total, catalogue_import.stage_at
    seconds = (at - since).total_seconds() if since else 0
    rate = done / seconds if done and seconds >= SECONDS_BEFORE_RATES else None
    left = max(total - done, 0) / rate if rate and total else None
    return Progress(done, total, rate, left, _is_silent(catalogue_import, at))


def _is_silent(catalogue_import, at):
    """Tell whether nobody was heard of for so long that somebody else should go on."""
    heard_at = catalogue_import.beat_at or catalogue_import.stage_at
    return heard_at is not None and (at - heard_at).total_seconds() > settings.IMPORT_STALE_SECONDS
