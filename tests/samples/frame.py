"""The parts every workbook of Excel and WPS has, written as they write them."""

import zipfile
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
ART = "http://schemas.openxmlformats.org/drawingml/2006/main"
SHEET_ML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
HEADERS = ["商品编码*", "商品名称*", "分类*", "产地*", "规格*", "计量单位*", "单价(元)*", "库存*", "图片"]
# 0 plain, 1 date, 2 text, 3 money, 4 a date of one's own
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="2"><numFmt numFmtId="176" formatCode="&quot;￥&quot;#,##0.00"/>'
    '<numFmt numFmtId="177" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts>'
    '<fonts count="1"><font><sz val="11"/><name val="等线"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs>'
    '<cellXfs count="5"><xf numFmtId="0" xfId="0"/><xf numFmtId="14" xfId="0"/><xf numFmtId="49" xfId="0"/>'
    '<xf numFmtId="176" xfId="0"/><xf numFmtId="177" xfId="0"/></cellXfs></styleSheet>'
)


class Xml(str):
    """A cell's own XML; ``{at}`` stands for its address."""


class Book:
    """One workbook being written: texts are shared, as Excel and WPS do."""

    def __init__(self):
        self.texts, self.parts, self.relations = {}, {}, []
        self.defaults = {"xml": "application/xml", "jpeg": "image/jpeg", "png": "image/png"}
        self.defaults["rels"] = "application/vnd.openxmlformats-package.relationships+xml"
        self.overrides = {"xl/workbook.xml": f"{SHEET_ML}.sheet.main+xml", "xl/styles.xml": f"{SHEET_ML}.styles+xml"}

    def sheet(self, rows, *, before="", behind="", first=1, row_attributes=None):
        """Write the one sheet; a row is a list of texts, numbers, ``Xml`` and None."""
        given = row_attributes or {}
        lines = "".join(self._row(at, row, given.get(at, "")) for at, row in enumerate(rows, start=first))
        self.add(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}"><dimension ref="A1:I{first + len(rows) - 1}"/>{before}'
            f'<sheetFormatPr defaultRowHeight="15"/><sheetData>{lines}</sheetData>{behind}</worksheet>',
            f"{SHEET_ML}.worksheet+xml",
        )

    def add(self, name, content, kind=""):
        """Add a part, with its content type."""
        self.parts[name] = content if isinstance(content, bytes) else HEAD + content
        if kind:
            self.overrides[name] = kind

    def relate(self, kind, target):
        """Relate the workbook to a part by the full address of the relation's kind."""
        self.relations.append((kind, target))

    def save(self, path, *, date_1904=False):
        """Write the file; the same parts give the same bytes."""
        self._finish(date_1904)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
            for name, content in self.parts.items():
                info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                file.writestr(info, content)

    def _finish(self, date_1904):
        self.add("xl/styles.xml", STYLES.removeprefix(HEAD))
        kinds = [(f"{OFFICE}/worksheet", "worksheets/sheet1.xml"), (f"{OFFICE}/styles", "styles.xml")]
        if self.texts:
            items = "".join(text if text.startswith("<si>") else f"<si>{_text(text)}</si>" for text in self.texts)
            count = len(self.texts)
            strings = f'<sst xmlns="{MAIN}" count="{count}" uniqueCount="{count}">{items}</sst>'
            self.add("xl/sharedStrings.xml", strings, f"{SHEET_ML}.sharedStrings+xml")
            kinds.append((f"{OFFICE}/sharedStrings", "sharedStrings.xml"))
        self.add("xl/_rels/workbook.xml.rels", relations(*kinds, *self.relations))
        properties = '<workbookPr date1904="1"/>' if date_1904 else "<workbookPr/>"
        sheets = '<sheets><sheet name="供货目录" sheetId="1" r:id="rId1"/></sheets>'
        self.add("xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}{sheets}</workbook>')
        self.add("_rels/.rels", relations((f"{OFFICE}/officeDocument", "xl/workbook.xml")))
        defaults = "".join(f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in self.defaults.items())
        overrides = "".join(f'<Override PartName="/{n}" ContentType="{kind}"/>' for n, kind in self.overrides.items())
        types = f'<Types xmlns="{PACKAGE}/content-types">{defaults}{overrides}</Types>'
        self.parts = {"[Content_Types].xml": HEAD + types} | self.parts

    def _row(self, number, row, attributes):
        cells = "".join(self._cell(f"{chr(65 + place)}{number}", value) for place, value in enumerate(row))
        return f'<row r="{number}" spans="1:9" {attributes}>{cells}</row>'

    def _cell(self, address, value):
        if value is None:
            return f'<c r="{address}" s="2"/>'
        if isinstance(value, Xml):
            return value.replace("{at}", address)
        if isinstance(value, int | float):
            return f'<c r="{address}"><v>{value}</v></c>'
        return f'<c r="{address}" s="2" t="s"><v>{self.texts.setdefault(value, len(self.texts))}</v></c>'


def relations(*kinds):
    """Return a ``.rels`` part of ``(kind, target)``, numbered ``rId1`` and so on."""
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(kinds, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def _text(text):
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f"<t{space}>{escape(text)}</t>"
