"""How long something still takes, in words."""

from django import template
from django.utils import timezone

register = template.Library()
DAY, HOUR, MINUTE = 86_400, 3_600, 60


@register.filter
def time_left(deadline, now=None):
    """Return the time up to a moment in its two largest measures, e.g. ``4 天 19 小时``.

    :param now: left out, the clock says it.
    """
    seconds = max((deadline - (now or timezone.now())).total_seconds(), 0)
    days, hours, minutes = int(seconds // DAY), int(seconds % DAY // HOUR), int(seconds % HOUR // MINUTE)
    if days:
        return f"{days} 天 {hours} 小时" if hours else f"{days} 天"
    if hours:
        return f"{hours} 小时 {minutes} 分钟" if minutes else f"{hours} 小时"
    return f"{minutes} 分钟" if minutes else "不到 1 分钟"
