"""Rows of a sheet in the plainest form, see ``plain``, cut out of its text."""

import re

from . import plain, xml

# Numbers, truth values, days, and numbers of shared strings; no formulas, no texts, no errors.
CELL = re.compile(r'<c r="([A-Z]{1,3})\d{1,7}"(?: s="(\d{1,9})")?(?: t="([nsbd])")?(?:/>|><v>([-+.:\w]+)</v></c>)')
FULL, EMPTY = len(("<c", "<v", "</v", "</c")), len(("<c",))
ATTRIBUTES = r'((?:\s+[\w:.]+="[^"<&]*")*)\s*'
ROW = re.compile(rf"\s*<row{ATTRIBUTES}(/?)>")
NUMBER = re.compile(r'\sr="([^"]*)"')
ROOT = re.compile(rb'(?:\xef\xbb\xbf)?(?:<\?xml[^<>]*\?>)?\s*(<worksheet(?:\s+[\w:.]+="[^"<]*")*\s*>)')
BEGINNING, END, ROW_END = b"<sheetData>", b"</sheetData>", b"</row>"


def rows(chunks, until=None):
    """Yield ``(number as written, cells, text)`` of each row: its ``(letters, style, kind, value)``, or None.

    Where there are no cells, ``text`` is a document with the row in it.

    :param chunks: the bytes of a checked part, piece by piece; ``until``: a place in it behind which nothing matters.
    :raises plain.NotPlain: where the rows behind the last one cannot be read in this way; those before are right.
    """
    root, window, fed = "", b"", 0
    for chunk in plain.well_formed(chunks):
        window += chunk
        fed += len(chunk)
        if not root:
            root, window = _begun(window)
        if root:
            end = window.find(END)
            is_last = end >= 0
            end = end if is_last else plain.behind(window, ROW_END)
            yield from _rows(plain.decoded(window[:end]), root)
            if is_last or (until is not None and fed > until + xml.MAX_GAP):
                return
            window = window[end:]
        if len(window) > xml.MAX_GAP:
            raise plain.NotPlain
    raise plain.NotPlain


def _begun(window):
    """Return the root's tag and what lies behind the beginning of the rows, or nothing and all of it."""
    found = ROOT.match(window)
    if not found:
        raise plain.NotPlain
    plain.check_encoding(window)
    head, beginning, rest = window.partition(BEGINNING)
    if not beginning:
        return "", window
    if b"row" in head[found.end() :]:
        raise plain.NotPlain
    # Whoever wants to hear of nothing is not told how deep elements are nested.
    xml.parse(head + b"<sheetData/></worksheet>")
    return plain.decoded(found[1]), rest


def _rows(text, root):
    place = 0
    while place < len(text):
        head = ROW.match(text, place)
        if not head:
            if text[place:].strip():
                raise plain.NotPlain
            return
        end = head.end() if head[2] else text.find("</row>", head.end())
        if end < 0:
            raise plain.NotPlain
        number = NUMBER.search(head[1])
        number = number[1] if number else None
        cells = [] if head[2] else _cells(text[head.end() : end])
        end += 0 if head[2] else len("</row>")
        yield number, cells, "" if cells is not None else f"{root}{text[head.start() : end]}</worksheet>"
        place = end


def _cells(body):
    """Return the cells of a row, None when there is anything else in it."""
    if "<row" in body:
        raise plain.NotPlain
    if "</" not in body:
        # A row without values, however many cells have a style.
        return []
    cells = CELL.findall(body)
    full = sum(1 for cell in cells if cell[3])
    return cells if body.count("<") == FULL * full + EMPTY * (len(cells) - full) else None
