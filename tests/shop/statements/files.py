"""Statements as banks export them: workbooks with titles and merged headers, and CSV in GBK."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook

HEADER = ["交易日期", "对方户名", "对方账号", "收入", "支出", "余额", "摘要", "流水号"]


def today():
    return timezone.localdate().isoformat()


def row(amount, note="", payer="", serial="", **changes):
    """Return a line of money that came in, in the order of ``HEADER``."""
    cells = {"date": today(), "payer": payer, "account": "3200001234567890123", "income": amount, "expense": ""}
    cells |= {"balance": "", "note": note, "serial": serial} | changes
    return list(cells.values())


def workbook(rows, header=HEADER, above=(), merged=()):
    """Return an uploaded .xlsx; ``above`` are rows over the header, ``merged`` ranges."""
    book = Workbook()
    sheet = book.active
    for cells in (*above, *([header] if header else []), *rows):
        sheet.append(cells)
    for cells in merged:
        sheet.merge_cells(cells)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("流水.xlsx", out.getvalue())


def csv(rows, header=HEADER, encoding="gb18030", name="流水.csv"):
    """Return an uploaded text file."""
    quoted = [[f'"{cell}"' if "," in str(cell) else str(cell) for cell in one] for one in (header, *rows)]
    return SimpleUploadedFile(name, "\r\n".join(map(",".join, quoted)).encode(encoding))
