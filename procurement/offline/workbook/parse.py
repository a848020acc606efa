"""Turn the texts of a row into facts of a purchase, saying at the cell what is wrong. Touches no database."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from shop.produce import measure_units

from ...models import FundSource, OfflineChannel, ProofKind
from ...proofs import numbers

FUNDS = {fund.label: fund.value for fund in FundSource}
CHANNELS = {channel.label: channel.value for channel in OfflineChannel} | {
    "832": OfflineChannel.PLATFORM_832.value,
    "832网": OfflineChannel.PLATFORM_832.value,
    "直接采购": OfflineChannel.OFFLINE_DIRECT.value,
}
CHANNEL_WORDS = "展销会、专柜、832、直接采购、批发"
KINDS = {kind.label: kind.value for kind in ProofKind}
DAY = re.compile(r"^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?$")
EARLIEST = date(2020, 1, 1)
MOST = Decimal(10**9)
# What Excel's binary fractions add to a sum.
NOISE = Decimal("0.000001")
FILES = re.compile(r"[;；、,，|]+")
LIMITS = {"product": 255, "supplier": 120, "seller": 120, "spec": 60, "note": 200, "unit": 80, "category": 200}


@dataclass(frozen=True)
class Mistake:
    """What is wrong at one column of a row."""

    key: str
    value: str
    message: str


@dataclass
class Row:
    """A row as understood: ``facts`` lacks what was left blank or is wrong."""

    number: int
    facts: dict
    texts: dict
    mistakes: list = field(default_factory=list)
    notes: list = field(default_factory=list)

    def blame(self, key, message):
        self.mistakes.append(Mistake(key, self.texts.get(key, ""), message))
        self.facts.pop(key, None)


def row(number, texts, *, today):
    """Return the row of a number and its texts ``{key: text}``."""
    parsed = Row(number, {}, texts)
    for key, read in READERS.items():
        value = texts.get(key, "").strip()
        try:
            if value:
                parsed.facts[key] = read(value)
            elif key in REQUIRED:
                raise ValueError(REQUIRED[key])
        except ValueError as problem:
            parsed.blame(key, str(problem))
    _read_number(parsed)
    _check_days(parsed, today)
    _complete_amounts(parsed)
    _check_price(parsed)
    return parsed


def _read_number(parsed):
    """An invoice's number has a rule, a receipt's hardly any; which it is says another column."""
    kind = parsed.facts.setdefault("kind", ProofKind.INVOICE.value)
    text = parsed.texts.get("number", "").strip()
    if not text:
        parsed.blame("number", "请填写发票号；没有发票的，凭证种类写收据，这里填收据号。")
        return
    try:
        parsed.facts["number"] = (numbers.invoice if kind == ProofKind.INVOICE else numbers.receipt)(text)
    except ValueError as problem:
        parsed.blame("number", str(problem))


def _check_days(parsed, today):
    for key in ("purchased_on", "issued_on"):
        day = parsed.facts.get(key)
        if day and not EARLIEST <= day <= today:
            late = day > today
            parsed.blame(key, f"日期晚于今天 {today}。" if late else f"日期早于 {EARLIEST}，请核对年份。")


def _complete_amounts(parsed):
    """Amounts without tax, tax, and both add up; one of the three may be left out."""
    facts = parsed.facts
    if any(mistake.key in ("untaxed", "tax", "amount") for mistake in parsed.mistakes):
        return
    untaxed, tax, amount = (facts.get(key) for key in ("untaxed", "tax", "amount"))
    if tax is None and untaxed is None:
        if facts["kind"] == ProofKind.INVOICE:
            parsed.blame("tax", "请填写税额，或不含税金额；免税的税额填 0。")
            return
        tax = Decimal("0.00")
    facts["tax"] = tax = amount - untaxed if tax is None else tax
    facts["untaxed"] = untaxed = amount - tax if untaxed is None else untaxed
    if untaxed + tax != amount:
        parsed.blame("amount", f"不含税金额 {untaxed} 加税额 {tax} 是 {untaxed + tax}，不是 {amount}。")
    elif tax < 0 or untaxed <= 0:
        parsed.blame("tax", f"税额 {tax} 与价税合计 {amount} 不相称，请核对。")


def _check_price(parsed):
    """A unit price, with or without tax, fits quantity and amount up to its own rounding."""
    facts = parsed.facts
    price, quantity = facts.get("unit_price"), facts.get("quantity")
    if price is None or quantity is None or not {"untaxed", "amount"} <= facts.keys():
        return
    allowed = Decimal("0.01") + quantity * Decimal("0.005")
    if all(abs(price * quantity - facts[key]) > allowed for key in ("untaxed", "amount")):
        total = (price * quantity).quantize(Decimal("0.01"), ROUND_HALF_UP)
        parsed.blame("unit_price", f"单价 × 数量是 {total}，与不含税金额、价税合计都不相符。")


def _text(key):
    def read(text):
        if len(text) > LIMITS[key]:
            raise ValueError(f"最多 {LIMITS[key]} 个字，现在 {len(text)} 个。")
        return text

    return read


def _one_of(choices, words):
    def read(text):
        plain = _plain(text).removesuffix("平台") if _plain(text) not in choices else _plain(text)
        if plain not in choices:
            raise ValueError(f"请填写 {words} 之一。")
        return choices[plain]

    return read


def _day(text):
    found = DAY.match(_plain(text).partition("T")[0])
    try:
        return date(*map(int, found.groups()))
    except (AttributeError, ValueError):
        raise ValueError("请按 2026-10-18 的样子填写日期。") from None


def _decimal(text, places, what):
    plain = _plain(text).replace(",", "").lstrip("¥").removesuffix("元")
    try:
        number = Decimal(plain)
        if not plain.isascii() or not number.is_finite() or abs(number) >= MOST:
            raise InvalidOperation
    except InvalidOperation:
        raise ValueError(f"请填写数字，如 {what}。") from None
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if abs(rounded - number) > NOISE and places < 6:
        raise ValueError(f"最多 {places} 位小数。")
    return rounded


def _quantity(text):
    quantity = _decimal(text, 3, "62.5")
    if quantity <= 0:
        raise ValueError("数量须大于 0。")
    return quantity


def _money(text):
    amount = _decimal(text, 2, "1250.05")
    if amount <= 0:
        raise ValueError("金额须大于 0。退货请在原登记上办理。")
    return amount


def _tax(text):
    if not _plain(text).strip("*") or _plain(text) in ("免税", "不征税"):
        return Decimal("0.00")
    return _decimal(text, 2, "103.22")


def _price(text):
    price = _decimal(text, 6, "18.35")
    if price <= 0:
        raise ValueError("单价须大于 0。")
    return price


def _measure_unit(text):
    return measure_units.find(text) or _short_unit(text)


def _short_unit(text):
    if len(text) > 10:
        raise ValueError("计量单位最多 10 个字。")
    return text


def _households(text):
    digits = _plain(text).removesuffix("户")
    if not (digits.isascii() and digits.isdigit()) or int(digits[:9]) > 1_000_000:
        raise ValueError("请填写整数，如 12。")
    return int(digits)


def _files(text):
    return [name for part in FILES.split(text) if (name := part.strip())]


def _plain(text):
    return "".join(unicodedata.normalize("NFKC", text).split())


READERS = {
    "unit": _text("unit"),
    "fund": _one_of(FUNDS, "、".join(FUNDS)),
    "purchased_on": _day,
    "kind": _one_of(KINDS, "发票、收据"),
    "issued_on": _day,
    "seller": _text("seller"),
    "supplier": _text("supplier"),
    "product": _text("product"),
    "category": _text("category"),
    "spec": _text("spec"),
    "quantity": _quantity,
    "measure_unit": _measure_unit,
    "unit_price": _price,
    "untaxed": _money,
    "tax": _tax,
    "amount": _money,
    "origin": _text("category"),
    "channel": _one_of(CHANNELS, CHANNEL_WORDS),
    "households": _households,
    "files": _files,
    "note": _text("note"),
}
REQUIRED = {
    "fund": f"请填写 {'、'.join(FUNDS)} 之一。",
    "purchased_on": "请填写购买日期。",
    "seller": "请填写发票上的销售方。",
    "product": "请填写产品名称。",
    "quantity": "请填写数量。",
    "measure_unit": "请填写计量单位，如 箱、kg。",
    "amount": "请填写价税合计。",
    "origin": "请填写产地。",
    "channel": f"请填写 {CHANNEL_WORDS} 之一。",
}
