"""Numbers as a spreadsheet shows them, and which of them are dates."""

import math
import re
from datetime import date, timedelta
from decimal import Decimal

from . import package as packages
from . import refusals, xml
from .addresses import whole_number
from .refusals import Refused

BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
NOT_CODE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
DATE_CODE = re.compile("[ymdhs年月日]", re.IGNORECASE)
MAX_FORMATS = 100_000


def write(raw):
    """Return a stored number in plain digits, rounded to the 15 a spreadsheet keeps: ``58.299999999999997`` is 58.3."""
    if raw.isdigit() and raw.isascii() and len(raw) <= 15:
        return raw
    value = to_float(raw)
    if value is None:
        return raw.strip()
    # Nobody is shown the sign of a nought.
    text = f"{value + 0.0:.15g}"
    return format(Decimal(text), "f") if "e" in text else text


def to_float(raw):
    """Return a finite number, or None."""
    try:
        value = float(raw)
    except (TypeError, ValueError):
        return None
    return value if math.isfinite(value) else None


class Formats:
    """Which cell styles show dates, and from which day they count."""

    def __init__(self, package):
        part = next(iter(package.related(packages.workbook_part(package), "styles")), "")
        self.dates = _date_styles(package, part) if package.has(part) else set()
        self.origin = date(1904, 1, 1) if _is_1904(package) else date(1899, 12, 30)

    def is_date(self, style):
        return style in self.dates

    def date(self, raw):
        """Return a day number as an ISO date, or as it stands when it is none."""
        days = to_float(raw)
        if days is None or not 0 <= days <= (date.max - self.origin).days:
            return raw
        return (self.origin + timedelta(days=int(days))).isoformat()


def _is_1904(package):
    properties = package.elements(packages.workbook_part(package), "workbookPr", last="sheets")
    return any(row.get("date1904") in {"1", "true"} for row in properties)


def _date_styles(package, part):
    """Return the numbers, as texts, of the cell styles that show dates or times."""
    codes, styles = {}, []
    for element in package.elements(part, "numFmt", "xf", last="cellXfs"):
        if xml.local(element.tag) == "numFmt":
            codes[element.get("numFmtId")] = element.get("formatCode", "")
        elif xml.local(element.getparent().tag) == "cellXfs":
            styles.append(element.get("numFmtId", "0"))
        if len(styles) + len(codes) > MAX_FORMATS:
            raise Refused(refusals.UNSAFE)
    return {str(place) for place, number in enumerate(styles) if _is_date(number, codes)}


def _is_date(number, codes):
    if number in codes:
        code = NOT_CODE.sub("", codes[number])
        return code not in {"General", "Standard"} and bool(DATE_CODE.search(code))
    return whole_number(number) in BUILT_IN_DATES
