"""Words for the time that is left."""

from datetime import datetime, timedelta

import pytest

from procurement.templatetags.deadlines import time_left

NOW = datetime(2026, 11, 26, 12, 0)


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=4, hours=19, minutes=40), "4 天 19 小时"),
        (timedelta(days=2, minutes=59), "2 天"),
        (timedelta(hours=3, minutes=20), "3 小时 20 分钟"),
        (timedelta(hours=1), "1 小时"),
        (timedelta(minutes=1, seconds=59), "1 分钟"),
        (timedelta(seconds=59), "不到 1 分钟"),
        (timedelta(seconds=-5), "不到 1 分钟"),
    ],
)
def test_the_time_left_is_told_in_its_two_largest_measures(left, words):
    assert time_left(NOW + left, NOW) == words
