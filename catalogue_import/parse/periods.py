"""Shelf lives and seasons."""

import re

from ..workbook.text import narrow
from . import amounts
from .problems import Problem

DAYS = {"": 1, "天": 1, "日": 1, "周": 7, "星期": 7}
SPAN = re.compile(r"(\d+)(天|日|周|星期|个?月|年)?")
WHOLE_YEAR = {"全年", "全年供应", "四季", "常年", "常年供应", "一年四季", "1-12月"}
MONTH = r"(\d{1,2})月?(?:份|上旬|中旬|下旬|初|中|底|末)?"
SEASON = re.compile(MONTH + r"(?:(?:-|~|—|–|至|到)+(?:次年|来年|翌年|第二年)?" + MONTH + ")?")
SEASON_HINT = "上市季请写成“全年”或如 10-3月。"


def shelf_life(text):
    """Return days; a year has 365, twelve months are a year, any other month has 30."""
    bare = re.sub(r"\s|以内|内", "", narrow(text))
    if bare == "半年":
        return 180
    match = SPAN.fullmatch(bare)
    if not match:
        try:
            return amounts.count(bare, least=1)
        except Problem as problem:
            raise Problem("保质期请填天数，或如 30天、12个月、1年。") from problem
    return amounts.count(str(_days(int(match[1][:6]), match[2] or "")), least=1)


def season(text):
    """Return ``[first month, last month]``, or ``[]`` for the whole year."""
    bare = re.sub(r"\s", "", narrow(text))
    if bare in WHOLE_YEAR:
        return []
    match = SEASON.fullmatch(bare)
    if not match:
        raise Problem(SEASON_HINT)
    start, end = int(match[1]), int(match[2] or match[1])
    if not (1 <= start <= 12 and 1 <= end <= 12):
        raise Problem("月份要在 1 到 12 之间。" + SEASON_HINT)
    return [] if (start, end) == (1, 12) else [start, end]


def _days(number, unit):
    if unit == "年":
        return number * 365
    if unit.endswith("月"):
        return number // 12 * 365 + number % 12 * 30
    return number * DAYS[unit]
