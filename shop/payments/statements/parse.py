"""Read the lines of a statement. What cannot be read stays as a line with its reason; no amount ever becomes zero."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from shop.produce.money import FEN, ZERO

LARGEST = Decimal(10) ** 10
_PLAIN = re.compile(r"^[+-]?\d+(\.\d+)?\Z")
_SCIENTIFIC = re.compile(r"^[+-]?\d+(\.\d+)?E\+?\d+\Z", re.IGNORECASE)
_DAYS = (
    re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)"),
    re.compile(r"^(\d{4})(\d\d)(\d\d)(?=\D|\d{6}|$)"),
)
_TOTAL = re.compile(r"^(合计|总计|小计|本页合计|累计|笔数)")
_IN, _OUT = re.compile(r"贷|收|入|^C|^\+|来账"), re.compile(r"借|支|付|出|^D|^-|往账")
# Day 0 of Excel's calendar, which counts a 29 February 1900 that never was.
_EXCEL_EPOCH = date(1899, 12, 30)
LOST_DIGITS = "被 Excel 写成了科学计数，后几位已经丢失"


class Unreadable(Exception):
    """A cell that cannot be read; the message says why."""


@dataclass
class Line:
    """One line: ``amount`` is CNY, negative when money left the account; ``problem`` says why it cannot be used.

    ``remarks`` are what to know of a line that can, such as an account number whose digits were lost.
    """

    row: int
    booked_on: date | None = None
    amount: Decimal = ZERO
    payer_name: str = ""
    payer_account: str = ""
    note: str = ""
    serial: str = ""
    balance: str = ""
    problem: str = ""
    remarks: list = field(default_factory=list)
    raw: list = field(default_factory=list)


def lines(rows, header, *, today):
    """Return the lines below a header; empty rows and sums are left out."""
    found = []
    for place, cells in enumerate(rows[header.below :], start=header.below + 1):
        if any(cells) and not any(_TOTAL.match(cell) for cell in cells[:3]):
            line = _line(place, cells, header.keys, today)
            if line is not None:
                found.append(line)
    return found


def _line(row, cells, keys, today):
    values = {}
    for index, key in keys.items():
        if index < len(cells) and cells[index]:
            values[key] = f"{values[key]} {cells[index]}" if key in values else cells[index]
    if not {"income", "expense", "amount"} & set(values) and not _is_day(values.get("date", ""), today):
        return None
    line = Line(row=row, raw=_filled(cells), note=values.get("note", ""), balance=values.get("balance", ""))
    line.payer_name = values.get("payer", "")
    line.payer_account = _digits(line, "对方账号", values.get("payer_account", ""))
    line.serial = _digits(line, "流水号", values.get("serial", ""))
    try:
        line.booked_on = day(values.get("date", ""), today)
        line.amount = _signed(values)
    except Unreadable as problem:
        line.problem = str(problem)
    return line


def _filled(cells):
    """Return cells without the empty ones at the end, of which a workbook has more than a text file."""
    last = max((place for place, cell in enumerate(cells) if cell), default=-1)
    return cells[: last + 1]


def _is_day(text, today):
    try:
        return bool(day(text, today))
    except Unreadable:
        return False


def _digits(line, name, text):
    """Return a long number, or nothing when its digits were lost: two different ones would look the same."""
    if _SCIENTIFIC.match(text):
        line.remarks.append(f"{name} {text} {LOST_DIGITS}，没有使用。")
        return ""
    return text


def _signed(values):
    income, expense = money(values.get("income", "")), money(values.get("expense", ""))
    if income and expense:
        raise Unreadable("收入和支出同时有金额。")
    if income or expense:
        return income - expense
    amount, direction = money(values.get("amount", "")), values.get("direction", "")
    if not amount:
        raise Unreadable("没有金额。")
    if direction and _OUT.search(direction) and not _IN.search(direction):
        return -amount
    return amount


def money(text):
    """Return CNY to the fen; an empty cell or a dash is zero.

    :raises Unreadable: for anything that is no amount, never guessing one.
    """
    plain = unicodedata.normalize("NFKC", text).upper().replace(",", "")
    plain = re.sub(r"\s|¥|￥|元|CNY|RMB|人民币", "", plain)
    if plain in ("", "-", "--"):
        return ZERO
    if plain.startswith("(") and plain.endswith(")"):
        plain = f"-{plain[1:-1]}"
    if _SCIENTIFIC.match(plain):
        raise Unreadable(f"金额“{text}”{LOST_DIGITS}。")
    if not _PLAIN.match(plain):
        raise Unreadable(f"金额“{text}”读不懂。")
    amount = Decimal(plain)
    # Excel computes in binary: 0.1 + 0.2 is written 0.30000000000000004.
    if abs(amount) >= LARGEST or abs(amount - amount.quantize(FEN)) > Decimal("0.000001"):
        raise Unreadable(f"金额“{text}”不是到分的金额。")
    return amount.quantize(FEN)


def day(text, today):
    """Return the day of a line.

    :raises Unreadable: for no day, or one to come.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    try:
        if re.match(r"^\d{5}(\.\d+)?\Z", plain):
            found = _EXCEL_EPOCH + timedelta(days=int(float(plain)))
        else:
            match = next(match for pattern in _DAYS if (match := pattern.match(plain)))
            found = date(*map(int, match.groups()))
    except (StopIteration, ValueError):
        raise Unreadable(f"日期“{text}”读不懂。" if text else "没有日期。") from None
    if found > today:
        raise Unreadable(f"日期 {found} 在今天之后。")
    return found
