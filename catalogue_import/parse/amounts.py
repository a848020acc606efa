"""Money, counts, weights and rates as people type them."""

import re
from decimal import Decimal, InvalidOperation

from ..workbook.text import narrow
from .problems import Problem

MAX_COUNT = 99_999_999
MAX_MONEY = Decimal("99999999.99")
MAX_GRAMS = Decimal("99999999")
SIMPLE_PRICE = re.compile(r"([1-9]\d{0,7})(?:\.(\d{1,2}))?", re.ASCII)
PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?|[+-]?\.\d+")
GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
GRAMS = {
    "": 1, "g": 1, "克": 1, "kg": 1000, "千克": 1000, "公斤": 1000, "斤": 500, "市斤": 500, "两": 50,
    "mg": Decimal("0.001"), "吨": 1_000_000, "t": 1_000_000, "ml": 1, "毫升": 1, "l": 1000, "升": 1000,
}  # fmt: skip
VOLUMES = {"ml", "毫升", "l", "升"}
MEASURE = re.compile(r"(?P<number>[\d,.]+)\s*(?P<unit>[a-z]+|[克千公斤市两吨毫升]+)?")
TIMES = re.compile(r"\s*[*x×✕]\s*", re.IGNORECASE)
PIECES = re.compile(r"(\d+)\s*\D{0,3}")
TAX_RATES = {Decimal(rate) for rate in ("0", "0.01", "0.03", "0.06", "0.09", "0.13")}
TAX_FREE = "免税"


def write(value):
    """Return a number in its shortest plain form: ``5000.00`` is ``5000``."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def number(text):
    """Return a ``Decimal``; thousands may be grouped.

    :raises Problem: for anything else.
    """
    text = text.replace(" ", "")
    if GROUPED.fullmatch(text):
        text = text.replace(",", "")
    if not PLAIN.fullmatch(text) or len(text) > 30:
        raise Problem("请填数字。")
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise Problem("请填数字。") from error


def money(text):
    """Return a price such as ``"58.00"``; ``￥1,280.00`` and ``５８元`` are understood."""
    simple = SIMPLE_PRICE.fullmatch(text)
    if simple:
        return f"{simple[1]}.{simple[2] or '':0<2}"
    bare = re.sub(r"^(?:¥|￥|rmb|cny)", "", narrow(text).strip().lower())
    bare = re.sub(r"元(?:整|/.{1,4})?$", "", bare).strip()
    try:
        amount = number(bare)
    except Problem as problem:
        raise Problem("请填数字，如 58 或 58.50。") from problem
    if amount <= 0:
        raise Problem("价格要大于 0。")
    if amount != round(amount, 2):
        raise Problem("价格最多两位小数，请改为如 58.50。")
    if amount > MAX_MONEY:
        raise Problem("价格太大，请核对。")
    return f"{amount:.2f}"


def count(text, least=0):
    """Return a whole number."""
    if text.isascii() and text.isdigit() and len(text) <= 8 and int(text) >= least:
        return int(text)
    try:
        amount = number(narrow(text))
    except Problem as problem:
        raise Problem(f"请填不小于 {least} 的整数。") from problem
    if amount != int(amount) or amount < least:
        raise Problem(f"请填不小于 {least} 的整数。")
    if amount > MAX_COUNT:
        raise Problem("数字太大，请核对。")
    return int(amount)


def net_weight(text):
    """Return grams (millilitres for liquids): ``5公斤``, ``500g*4``, ``2.5L``."""
    text = re.sub(r"/\s*\D{1,4}$", "", narrow(text).lower())
    factors = [_measure(part) for part in TIMES.split(text)]
    weights = [grams for grams, has_unit in factors if has_unit]
    if len(weights) > 1:
        raise Problem("净含量只能有一个重量单位，如 500g*4。")
    grams = Decimal(1)
    for value, _ in factors:
        grams *= value
    if not 0 < grams <= MAX_GRAMS:
        raise Problem("净含量要大于 0，并以克计。")
    return write(round(grams, 2))


def is_volume(text):
    """Tell whether a net content is given in litres, which says nothing of its weight."""
    return any(match["unit"] in VOLUMES for match in MEASURE.finditer(narrow(text).lower()))


def gross_weight(text):
    """Return kilograms; a unit may be written."""
    text = narrow(text).lower()
    try:
        kilograms = number(text)
    except Problem:
        grams, has_unit = _measure(text)
        kilograms = grams / 1000 if has_unit else grams
    if kilograms <= 0 or kilograms > 999_999:
        raise Problem("毛重要大于 0，以千克计。")
    return write(round(kilograms, 3))


def tax_rate(text):
    """Return a rate as a fraction such as ``"0.09"``, or ``免税``."""
    bare = narrow(text).replace(" ", "")
    if bare in {TAX_FREE, "免征", "免增值税"}:
        return TAX_FREE
    try:
        rate = number(bare.rstrip("%"))
    except Problem as problem:
        raise Problem("税率请填 0、1%、3%、6%、9%、13% 或 免税。") from problem
    if bare.endswith("%") or rate >= 1:
        rate /= 100
    if rate not in TAX_RATES:
        raise Problem("税率请填 0、1%、3%、6%、9%、13% 或 免税。")
    return write(rate)


def _measure(text):
    """Return ``(grams or a bare factor, whether a unit was written)``."""
    match = MEASURE.fullmatch(text.strip())
    if match and (match["unit"] or "") in GRAMS:
        return number(match["number"]) * GRAMS[match["unit"] or ""], bool(match["unit"])
    pieces = PIECES.fullmatch(text.strip())
    if pieces:
        return Decimal(pieces[1]), False
    raise Problem("净含量请填克数，或如 5kg、500g*4、2.5L。")
