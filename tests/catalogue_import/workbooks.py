"""Workbooks written part by part, so that a test may put anything into them, and pictures to put there."""

import io
import random
import zipfile
from xml.sax.saxutils import escape

from PIL import Image

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
ART = "http://schemas.openxmlformats.org/drawingml/2006/main"
HEADERS = ["商品编码*", "商品名称*", "分类*", "产地*", "规格*", "计量单位*", "单价(元)*", "库存*", "图片"]
GOOD = ["A-1", "秭归脐橙", "水果 > 脐橙", "秭归县", "5kg/箱", "箱", "58.00", "100"]
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


class Raw(str):
    """A cell's own XML; ``{at}`` stands for its address."""


def jpeg(color="orange", size=(60, 40), **options):
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, "JPEG", **options)
    return out.getvalue()


def image(color="orange", kind="PNG", size=(60, 40), mode="RGB"):
    out = io.BytesIO()
    Image.new(mode, size, color).save(out, kind)
    return out.getvalue()


def zipped(parts, method=zipfile.ZIP_DEFLATED):
    """Return a zip of ``{name: text or bytes}``."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method, compresslevel=1) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def filler(size, seed=1):
    """Return text of a size that packs to a little less than a hundredth: no bomb by its ratio."""
    chance = random.Random(seed)
    return "".join(chance.randbytes(400).hex() + "x" * 70_000 for _ in range(size // 70_800 + 1))


def relations(*rows):
    """Return a ``.rels`` part of ``(id, kind, target)``."""
    lines = "".join(
        f'<Relationship Id="{name}" Type="{RELATIONS}/{kind}" Target="{target}"/>' for name, kind, target in rows
    )
    return f'<Relationships xmlns="{PACKAGE}">{lines}</Relationships>'


def sheet(rows, tail=""):
    """Return a worksheet part; a row is a list of texts and ``Raw`` cells, None leaves a cell out."""
    lines = "".join(_row(number, row) for number, row in enumerate(rows, start=1))
    return f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheetData>{lines}</sheetData>{tail}</worksheet>'


def parts(rows, tail="", **extra):
    """Return the parts of a small workbook; ``extra`` are more parts by name."""
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
            '<sheet name="商品" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": relations(("rId1", "worksheet", "worksheets/sheet1.xml")),
        "xl/worksheets/sheet1.xml": sheet(rows, tail),
        **extra,
    }


def workbook(rows, tail="", extra=None):
    return zipped(parts(rows, tail) | (extra or {}))


def anchored(*anchors, media):
    """Return the parts that put pictures over a sheet: anchors are XML, media ``{rId: bytes}``."""
    drawing = f'<xdr:wsDr xmlns:xdr="{DRAWING}" xmlns:a="{ART}" xmlns:r="{RELATIONS}">{"".join(anchors)}</xdr:wsDr>'
    return {
        "xl/worksheets/_rels/sheet1.xml.rels": relations(("rId1", "drawing", "../drawings/drawing1.xml")),
        "xl/drawings/drawing1.xml": drawing,
        "xl/drawings/_rels/drawing1.xml.rels": relations(*((name, "image", f"../media/{name}.jpg") for name in media)),
        **{f"xl/media/{name}.jpg": data for name, data in media.items()},
    }


def picture(name, box=""):
    return f'<xdr:pic><xdr:blipFill><a:blip r:embed="{name}"/></xdr:blipFill><xdr:spPr>{box}</xdr:spPr></xdr:pic>'


def corner(name, row, column=8, offset=0):
    return (
        f"<xdr:{name}><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff>"
        f"<xdr:row>{row}</xdr:row><xdr:rowOff>{offset}</xdr:rowOff></xdr:{name}>"
    )


def one_cell(row, content, height=100_000):
    return f'<xdr:oneCellAnchor>{corner("from", row)}<xdr:ext cx="100000" cy="{height}"/>{content}</xdr:oneCellAnchor>'


def two_cell(first, last, content):
    return f"<xdr:twoCellAnchor>{corner('from', first)}{corner('to', last)}{content}</xdr:twoCellAnchor>"


def _row(number, row):
    cells = "".join(_cell(f"{chr(65 + place)}{number}", value) for place, value in enumerate(row))
    return f'<row r="{number}">{cells}</row>'


def _cell(address, value):
    if value is None:
        return ""
    if isinstance(value, Raw):
        return value.replace("{at}", address)
    return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
