"""Pictures that float over a sheet: which row each of them lies on, also inside groups."""

import re
from itertools import islice

from . import refusals, xml
from .addresses import whole_number
from .refusals import Refused

POINT = 12_700
DEFAULT_HEIGHT = 15 * POINT
ANCHORS = ("twoCellAnchor", "oneCellAnchor")
# A picture taller than this many rows counts for the last of them; guards against absurd sizes.
MAX_SPAN = 500
ROW_START = re.compile(rb"<(?:\w+:)?row\s([^>]*)>")
ROW_NUMBER = re.compile(rb'(?:^|\s)r="(\d+)"')
ROW_HEIGHT = re.compile(rb'\sht="([\d.]+)"')


def anchored(package, sheet, limits):
    """Return ``{row: [part, …]}`` in the order of columns; a part is empty when the picture lies outside the file."""
    drawings = package.related(sheet.part, "drawing")
    if not drawings:
        return {}
    heights = _heights(package, sheet)
    places = (place for drawing in drawings for place in _places(package, drawing, heights))
    placed = list(islice(places, limits["pictures"] + 1))
    if len(placed) > limits["pictures"]:
        raise Refused(refusals.TOO_MANY_PICTURES.format(limit=limits["pictures"]))
    found = {}
    for row, _, part in sorted(placed, key=lambda place: place[:2]):
        found.setdefault(row, []).append(part)
    return found


def _places(package, drawing, heights):
    """Yield ``(row, column, part)`` of each picture of a drawing."""
    if not package.has(drawing):
        return
    relations = package.relations(drawing)
    for anchor in package.elements(drawing, *ANCHORS, last="wsDr"):
        start = _corner(anchor, "from")
        height = _height(anchor, start, heights)
        for picture, middle in _pictures(anchor, lambda y: y):
            row = _row_at(start["row"], start["rowOff"] + height * middle, heights)
            yield row + 1, start["col"], relations.get(_blip(picture), ("", ""))[1]


def _pictures(element, to_anchor):
    """Yield each picture with its vertical middle as a fraction of the anchor's height."""
    for child in element:
        name = xml.local(child.tag)
        if name == "pic":
            yield child, _middle(child, to_anchor)
        elif name == "grpSp":
            yield from _pictures(child, _inside(child, to_anchor))
        elif name in {"AlternateContent", "Choice"}:
            yield from _pictures(child, to_anchor)


def _middle(picture, to_anchor):
    if to_anchor(0.25) == 0.25 and to_anchor(0.75) == 0.75:
        return 0.5
    box = _box(picture, "spPr")
    return to_anchor(box["off"] + box["ext"] / 2) if box else to_anchor(0)


def _inside(group, to_anchor):
    """Return the function that turns a group's inner coordinates into fractions of the anchor's height."""
    box = _box(group, "grpSpPr")
    if not box or not box["chExt"]:
        return lambda y: 0.5
    is_outermost = to_anchor(0.25) == 0.25
    top, height = (0, 1) if is_outermost else (box["off"], box["ext"])
    return lambda y: min(max(to_anchor(top + (y - box["chOff"]) / box["chExt"] * height), 0), 1)


def _box(shape, properties):
    """Return vertical offsets and sizes of a shape's transform, or None."""
    for holder in shape:
        if xml.local(holder.tag) == properties:
            rows = {xml.local(row.tag): row for form in holder if xml.local(form.tag) == "xfrm" for row in form}
            sides = {"off": "y", "ext": "cy", "chOff": "y", "chExt": "cy"}
            return {name: _integer(rows[name].get(side)) if name in rows else 0 for name, side in sides.items()}
    return None


def _blip(picture):
    return next((xml.attribute(blip, "embed") for blip in xml.descendants(picture, "blip")), "")


def _corner(anchor, name):
    corner = {"row": 0, "rowOff": 0, "col": 0, "colOff": 0}
    for child in anchor:
        if xml.local(child.tag) == name:
            corner |= {xml.local(row.tag): _integer(row.text) for row in child}
    return corner


def _height(anchor, start, heights):
    """Return an anchor's height in EMU from its size, or from the two corners."""
    for child in anchor:
        if xml.local(child.tag) == "ext":
            return _integer(child.get("cy"))
    end = _corner(anchor, "to")
    span = range(start["row"], min(end["row"], start["row"] + MAX_SPAN))
    return sum(heights.get(row, heights[None]) for row in span) + end["rowOff"] - start["rowOff"]


def _row_at(row, offset, heights):
    for _ in range(MAX_SPAN):
        height = heights.get(row, heights[None])
        if offset < height:
            break
        offset -= height
        row += 1
    return row


def _heights(package, sheet):
    """Return ``{row from 0: height in EMU}`` of rows with their own height, ``None`` for the others."""
    heights = {None: DEFAULT_HEIGHT}
    tail = b""
    for chunk in package.chunks(sheet.part):
        window = tail + chunk
        for match in ROW_START.finditer(window):
            number, height = ROW_NUMBER.search(match[1]), ROW_HEIGHT.search(match[1])
            if number and height and len(number[1]) < 9 and len(height[1]) < 12 and height[1].count(b".") < 2:
                heights[int(number[1]) - 1] = int(float(height[1] + b"0") * POINT)
        tail = window[-400:]
    return heights


def _integer(text):
    text = (text or "").strip()
    number = whole_number(text.removeprefix("-"), digits=15) or 0
    return -number if text.startswith("-") else number
