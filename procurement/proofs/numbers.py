"""How invoices are numbered: a 数电票 by 20 digits; older ones by a code of 10 or 12 and a number of 8."""

import re
import unicodedata

DIGITAL = re.compile(r"^\d{20}\Z", re.ASCII)
OLDER = re.compile(r"^(\d{10})(\d{8})\Z", re.ASCII)
RECEIPT = re.compile(r"^[0-9A-Z一-鿿][0-9A-Z一-鿿./()-]{0,39}\Z")
SEPARATORS = re.compile(r"[\s\-—–_:/、,]+")


def invoice(text):
    """Return an invoice's number as it is kept: 20 digits, or a code of 10 and a number of 8 with a hyphen between.

    A code of 12 and a number of 8 are 20 digits too; such codes begin with 0, no 数电票 does.

    :raises ValueError: with a sentence, for anything else.
    """
    plain = unicodedata.normalize("NFKC", text).upper()
    if re.search(r"\d[.\d]*E\+?\d", plain):
        raise ValueError("Excel 把发票号当成了数字，后几位已经丢失。请把这一列设成文本后重填。")
    digits = SEPARATORS.sub("", plain)
    if DIGITAL.match(digits):
        return digits
    if older := OLDER.match(digits):
        return "-".join(older.groups())
    raise ValueError("发票号应为数电票的 20 位号码，或发票代码（10 或 12 位）加 8 位号码。")


def receipt(text):
    """Return a receipt's number without spaces, in capitals.

    :raises ValueError: with a sentence, if it is none.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    if not RECEIPT.match(plain):
        raise ValueError("收据号用数字、字母或汉字，最多 40 位。")
    return plain
