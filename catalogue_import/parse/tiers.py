"""Tier prices: ``20:56.30;50:54.50`` or ``20-49:56.3，50以上:54.5``."""

import itertools
import re

from ..workbook.text import narrow
from . import amounts
from .problems import Problem

HINT = "阶梯价请写成“数量:价格”，用分号隔开，如 20:56.30;50:54.50。"
PRICE = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d])|\d+(?:\.\d+)?"
TIER = re.compile(
    r"(?:满|≥|>=)?\s*(?P<start>\d+)\s*(?:(?:-|~|—|–|至|到)\s*(?P<end>\d+))?\s*[^\d\s:=;,、-]{0,4}?"
    r"\s*(?:及?以上|起|\+)?\s*[:=]\s*¥?\s*(?P<price>" + PRICE + r")\s*元?(?:/[^\d;,、]{1,3})?"
)
BETWEEN = re.compile(r"[\s;,、|]*")
MAX_TIERS = 20


def parse(text):
    """Return ``[[minimum quantity, price], …]``, quantities rising and prices falling.

    A tier from 1 on is the unit price itself and stays for the row's rules to judge.
    """
    tiers = _read(narrow(text).replace("￥", "¥"))
    if not tiers or len(tiers) > MAX_TIERS:
        raise Problem(HINT)
    for (start, end, price), (next_start, _, next_price) in itertools.pairwise(tiers):
        if next_start <= max(start, end):
            raise Problem("阶梯价的数量要一档比一档大，且不能重叠。")
        if float(next_price) >= float(price):
            raise Problem("阶梯价的价格要一档比一档低。")
    return [[start, price] for start, _, price in tiers]


def _read(text):
    tiers, place = [], 0
    while place < len(text):
        match = TIER.match(text, BETWEEN.match(text, place).end())
        if not match:
            if BETWEEN.fullmatch(text, place):
                break
            raise Problem(HINT)
        start = amounts.count(match["start"], least=1)
        tiers.append((start, int(match["end"] or 0), amounts.money(match["price"])))
        place = match.end()
    return tiers
