"""The three festivals before which units buy for their people."""

from dataclasses import dataclass
from datetime import date

# Month and day from 2017 on; after 19 years the moon's calendar falls on nearly the same days again.
FIRST_YEAR = 2017
DAYS = {
    "春节": "0128 0216 0205 0125 0212 0201 0122 0210 0129 0217 0206 0126 0213 0203 0123 0211 0131 0219 0208",
    "端午": "0530 0618 0607 0625 0614 0603 0622 0610 0531 0619 0609 0528 0616 0605 0624 0612 0601 0620 0610",
    "中秋": "1004 0924 0913 1001 0921 0910 0929 0917 1006 0925 0915 1003 0922 0912 1001 0919 0908 0927 0916",
}


@dataclass(frozen=True)
class Festival:
    """A festival on its day; ``words`` mark products made for it."""

    name: str
    day: date
    words: tuple


WORDS = {
    "春节": ("年货", "春节", "慰问", "工会福利", "礼盒"),
    "端午": ("端午", "粽子", "工会福利", "礼盒"),
    "中秋": ("礼盒", "工会福利", "秋", "慰问"),
}


def between(start, end):
    """Return the festivals after a date, up to and including another, by day."""
    found = [_of(name, year) for year in range(start.year, end.year + 1) for name in DAYS]
    return sorted((each for each in found if start < each.day <= end), key=lambda each: each.day)


def _of(name, year):
    text = DAYS[name].split()[(year - FIRST_YEAR) % 19]
    return Festival(name, date(year, int(text[:2]), int(text[2:])), WORDS[name])
