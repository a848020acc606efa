"""The cells of a statement as text: an .xlsx, or what banks call .csv and .xls and is text in GBK or UTF-8."""

import csv
import io

from procurement.workbooks import reading, safety
from procurement.workbooks.safety import Refused

MAX_ROWS, MAX_COLUMNS, LONGEST = 3000, 30, 200
WEB_PAGE = "这个文件其实是网页格式。请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”再上传。"
NO_TEXT = "看不出文件里的文字是什么编码，请用 Excel 打开后另存为“Excel 工作簿（*.xlsx）”再上传。"
TOO_MANY = f"流水超过 {MAX_ROWS} 行，请分几个时间段导出后上传。"


def read(file):
    """Return the sheets of a statement, each a list of rows of texts.

    :param file: seekable, opened for bytes.
    :raises Refused: for a harmful or unreadable file.
    """
    file.seek(0)
    head = file.read(4)
    file.seek(0)
    if head in (safety.ZIP_MAGIC, safety.OLE_MAGIC):
        sheets = reading.sheets(file, max_rows=MAX_ROWS + 1, max_columns=MAX_COLUMNS)
    else:
        sheets = [_text_rows(file)]
    if any(len(rows) > MAX_ROWS for rows in sheets):
        raise Refused(TOO_MANY)
    return [[[_cell(value) for value in row] for row in rows] for rows in sheets]


def _text_rows(file):
    data = file.read(safety.FILE_BYTES + 1)
    if len(data) > safety.FILE_BYTES:
        raise Refused(safety.TOO_LARGE)
    text = _decoded(data)
    if text.lstrip()[:1] == "<":
        raise Refused(WEB_PAGE)
    head = text[:5000]
    delimiter = max("\t,;", key=head.count)
    try:
        return [row[:MAX_COLUMNS] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as error:
        raise Refused(safety.DAMAGED) from error


def _decoded(data):
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused(NO_TEXT)


def _cell(text):
    """Return a cell without what banks put around numbers to keep Excel from eating them: ``="0123"``, ``'0123``."""
    plain = " ".join(text.replace("\0", "").split())
    if plain.startswith('="') and plain.endswith('"'):
        plain = plain[2:-1]
    return plain.lstrip("'`").strip()[:LONGEST]
