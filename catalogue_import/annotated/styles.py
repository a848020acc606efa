"""Cell styles of a workbook: the same as before, but with a fill that marks a mistake."""

from copy import deepcopy

from lxml import etree

from ..workbook import package as packages
from ..workbook import xml

STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles")
BAD, NOTE = "FFFFC7CE", "FFFFF2CC"
PARTS_OF_STYLE = {
    "fonts": '<font><sz val="11"/><name val="Calibri"/></font>',
    "fills": '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>',
    "borders": "<border><left/><right/><top/><bottom/><diagonal/></border>",
    "cellStyleXfs": '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',
    "cellXfs": '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>',
    "cellStyles": '<cellStyle name="Normal" xfId="0" builtinId="0"/>',
}


class Styles:
    """Finds or makes the number of a style; written only when one was made."""

    def __init__(self, parts):
        self.parts = parts
        self.workbook = packages.workbook_part(parts.package)
        self.part = parts.related(self.workbook, "styles")
        self.root, self.made, self.fills = None, {}, {}

    def bad(self, number):
        """Return the number of a style like another, but marked as a mistake."""
        return self._made(number, BAD, wraps=False)

    def note(self, number):
        """Return the number of a style for sentences."""
        return self._made(number, NOTE, wraps=True)

    def write(self):
        if self.root is None or self.part:
            return
        part = self.parts.unused("xl/styles{}.xml")
        self.parts.put_root(part, self.root, STYLES_TYPE)
        self.parts.relate(self.workbook, "styles", part)

    def _made(self, number, color, *, wraps):
        key = (number, color)
        if key not in self.made:
            self._open()
            formats = self._group("cellXfs")
            like = formats[number] if number < len(formats) else formats[0]
            if like.get("fillId") == self._fill(color):
                return number
            formats.append(_clone(like, self._fill(color), wraps=wraps))
            formats.set("count", str(len(formats)))
            self.made[key] = len(formats) - 1
        return self.made[key]

    def _open(self):
        if self.root is not None:
            return
        if self.part:
            self.root = self.parts.root(self.part)
        else:
            space = etree.QName(self.parts.package.root(self.workbook)).namespace
            self.root = etree.Element(f"{{{space}}}styleSheet", nsmap={None: space})
        self.space = etree.QName(self.root).namespace
        for name in PARTS_OF_STYLE:
            self._group(name)

    def _group(self, name):
        """Return the element that holds all fills, formats …; made if there is none."""
        for child in self.root:
            if xml.local(child.tag) == name:
                return child
        group = etree.fromstring(f'<{name} xmlns="{self.space}">{PARTS_OF_STYLE[name]}</{name}>')
        group.set("count", str(len(group)))
        later = ORDER[ORDER.index(name) + 1 :]
        place = next((at for at, child in enumerate(self.root) if xml.local(child.tag) in later), len(self.root))
        self.root.insert(place, group)
        return group

    def _fill(self, color):
        if color not in self.fills:
            fills = self._group("fills")
            marked = (number for number, fill in enumerate(fills) if fill.xpath(f".//*[@rgb='{color}']"))
            self.fills[color] = str(next(marked, ""))
        if not self.fills[color]:
            fills.append(
                etree.fromstring(
                    f'<fill xmlns="{self.space}"><patternFill patternType="solid"><fgColor rgb="{color}"/>'
                    '<bgColor indexed="64"/></patternFill></fill>'
                )
            )
            fills.set("count", str(len(fills)))
            self.fills[color] = str(len(fills) - 1)
        return self.fills[color]


def _clone(like, fill, *, wraps):
    style = deepcopy(like)
    style.set("fillId", fill)
    style.set("applyFill", "1")
    if wraps:
        for child in [child for child in style if xml.local(child.tag) == "alignment"]:
            style.remove(child)
        alignment = etree.Element(f"{{{etree.QName(like).namespace}}}alignment", vertical="top", wrapText="1")
        style.insert(0, alignment)
        style.set("applyAlignment", "1")
    return style
