"""Workbooks with pictures, in each way that programs put them there."""

import io
import zipfile

from PIL import Image

from .frame import ART, DRAWING, HEADERS, MAIN, OFFICE, Book, Xml, relations

RICH = "http://schemas.microsoft.com/office/spreadsheetml/2017/richdata"
WPS = "http://www.wps.cn/officeDocument"
IMAGE = f"{OFFICE}/image"
ROWS = [
    ["ZG-001", "秭归脐橙 5kg", "水果 > 脐橙", "秭归县", "5kg/箱", "箱", 58, 100],
    ["ZG-002", "秭归脐橙 10kg", "水果 > 脐橙", "秭归县", "10kg/箱", "箱", 108, 50],
    ["ZG-003", "红富士苹果", "水果 > 苹果", "秭归县", "5kg/箱", "箱", 66.5, 20],
]
NAMES = ("ID_0A3C5D9E1B7F4C2A8D6E0F1A2B3C4D5E", "ID_7F1E2D3C4B5A69788796A5B4C3D2E1F0")


def jpeg(color):
    out = io.BytesIO()
    Image.new("RGB", (90, 60), color).save(out, "JPEG", quality=90)
    return out.getvalue()


def png(color):
    out = io.BytesIO()
    Image.new("RGBA", (90, 60), color).save(out, "PNG")
    return out.getvalue()


def excel_over_cells(path):
    """One picture held by one cell, one by two, and two in a group that covers two rows."""
    book = Book()
    book.sheet([HEADERS, *ROWS], behind='<drawing r:id="rId1"/>')
    anchors = (
        f"<xdr:oneCellAnchor>{_corner('from', 1)}<xdr:ext cx='476250' cy='171450'/>{_picture(2, 'rId1')}"
        "<xdr:clientData/></xdr:oneCellAnchor>"
        f"<xdr:twoCellAnchor editAs='oneCell'>{_corner('from', 1, offset=400_000)}{_corner('to', 1, offset=900_000)}"
        f"{_picture(3, 'rId2')}<xdr:clientData/></xdr:twoCellAnchor>"
        f"<xdr:twoCellAnchor>{_corner('from', 2)}{_corner('to', 4)}<xdr:grpSp><xdr:nvGrpSpPr><xdr:cNvPr id='4' "
        "name='组合 4'/><xdr:cNvGrpSpPr/></xdr:nvGrpSpPr><xdr:grpSpPr><a:xfrm><a:off x='5000000' y='400000'/>"
        "<a:ext cx='500000' cy='381000'/><a:chOff x='5000000' y='400000'/><a:chExt cx='500000' cy='381000'/></a:xfrm>"
        f"</xdr:grpSpPr>{_picture(5, 'rId3', top=400_000)}{_picture(6, 'rId4', top=600_000)}</xdr:grpSp>"
        "<xdr:clientData/></xdr:twoCellAnchor>"
    )
    spaces = f'xmlns:xdr="{DRAWING}" xmlns:a="{ART}" xmlns:r="{OFFICE}"'
    kind = "application/vnd.openxmlformats-officedocument.drawing+xml"
    book.add("xl/drawings/drawing1.xml", f"<xdr:wsDr {spaces}>{anchors}</xdr:wsDr>", kind)
    book.add("xl/worksheets/_rels/sheet1.xml.rels", relations((f"{OFFICE}/drawing", "../drawings/drawing1.xml")))
    media = {"image1.jpeg": jpeg("red"), "image2.png": png("lime"), "image3.jpeg": jpeg("blue")}
    media["image4.png"] = png("red")
    targets = [(IMAGE, f"../media/{name}") for name in media]
    book.add("xl/drawings/_rels/drawing1.xml.rels", relations(*targets))
    _add_media(book, media)
    book.save(path)


def excel_in_cells(path):
    """Excel's "place in cell": the cell is an error value to programs that do not know rich values."""
    cells = [Xml(f'<c r="{{at}}" t="e" vm="{number}"><v>#VALUE!</v></c>') for number in (1, 2, 1)]
    book = Book()
    book.sheet([HEADERS, *([*row, cell] for row, cell in zip(ROWS, cells, strict=True))])
    book.add(
        "xl/metadata.xml", _metadata(2), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheetMetadata+xml"
    )
    values = '<rv s="0"><v>1</v><v>5</v></rv><rv s="1"><v>0</v><v>5</v><v>一筐橙子</v></rv>'
    kind = "application/vnd.ms-excel"
    book.add(
        "xl/richData/rdrichvalue.xml", f'<rvData xmlns="{RICH}" count="2">{values}</rvData>', f"{kind}.rdrichvalue+xml"
    )
    keys = '<k n="_rvRel:LocalImageIdentifier" t="i"/><k n="CalcOrigin" t="i"/>'
    structures = f'<s t="_localImage">{keys}</s><s t="_localImage">{keys}<k n="Text" t="s"/></s>'
    book.add(
        "xl/richData/rdrichvaluestructure.xml",
        f'<rvStructures xmlns="{RICH}" count="2">{structures}</rvStructures>',
        f"{kind}.rdrichvaluestructure+xml",
    )
    book.add("xl/richData/rdRichValueTypes.xml", f'<rvTypesInfo xmlns="{RICH}2"/>', f"{kind}.rdrichvaluetypes+xml")
    space = "http://schemas.microsoft.com/office/spreadsheetml/2022/richvaluerel"
    rels = f'<richValueRels xmlns="{space}" xmlns:r="{OFFICE}"><rel r:id="rId1"/><rel r:id="rId2"/></richValueRels>'
    book.add("xl/richData/richValueRel.xml", rels, f"{kind}.richvaluerel+xml")
    targets = [(IMAGE, "../media/image1.jpeg"), (IMAGE, "../media/image2.png")]
    book.add("xl/richData/_rels/richValueRel.xml.rels", relations(*targets))
    _add_media(book, {"image1.jpeg": jpeg("red"), "image2.png": png("blue")})
    book.relate(f"{OFFICE}/sheetMetadata", "metadata.xml")
    book.relate("http://schemas.microsoft.com/office/2022/10/relationships/richValueRel", "richData/richValueRel.xml")
    for name, target in (("", "rdrichvalue"), ("Structure", "rdrichvaluestructure"), ("Types", "rdRichValueTypes")):
        kind = f"http://schemas.microsoft.com/office/2017/06/relationships/rdRichValue{name}"
        book.relate(kind, f"richData/{target}.xml")
    book.save(path)


def wps_in_cells(path):
    """WPS's ``DISPIMG``: pictures in a part that only WPS knows."""
    write_as_wps(path, ROWS, [png("lime"), jpeg("blue")])


def write_as_wps(path, rows, pictures):
    """Write rows with a picture in the last cell of each of the first ones, as WPS does."""
    form = '<c r="{{at}}" s="2" t="str"><f>_xlfn.DISPIMG("{0}",1)</f><v>=DISPIMG("{0}",1)</v></c>'
    names = [*NAMES, *(f"ID_{number:032X}" for number in range(len(pictures)))][: len(pictures)]
    cells = [*(Xml(form.format(name)) for name in names), *[None] * (len(rows) - len(pictures))]
    book = Book()
    book.sheet([HEADERS, *([*row, cell] for row, cell in zip(rows, cells, strict=True))])
    shown = "".join(
        f"<etc:cellImage>{_picture(2, f'rId{number}', name=name, described='橙子')}</etc:cellImage>"
        for number, name in enumerate(names, start=1)
    )
    spaces = f'xmlns:xdr="{DRAWING}" xmlns:r="{OFFICE}" xmlns:a="{ART}" xmlns:etc="{WPS}/2017/etCustomData"'
    kind = "application/vnd.wps-officedocument.cellimage+xml"
    book.add("xl/cellimages.xml", f"<etc:cellImages {spaces}>{shown}</etc:cellImages>", kind)
    endings = ["png" if picture.startswith(b"\x89PNG") else "jpeg" for picture in pictures]
    media = {
        f"image{number}.{ending}": data for number, (ending, data) in enumerate(zip(endings, pictures, strict=True), 1)
    }
    book.add("xl/_rels/cellimages.xml.rels", relations(*((IMAGE, f"media/{name}") for name in media)))
    _add_media(book, media)
    book.relate(f"{WPS}/2020/cellImage", "cellimages.xml")
    book.save(path)


def zip_with_files(path):
    """A zip made by right click on an old Windows: names in GBK, and nothing says so."""
    inner = io.BytesIO()
    book = Book()
    book.sheet([HEADERS, [*ROWS[0], "脐橙 正面.jpg；脐橙切开.PNG"], ROWS[1], ROWS[2]])
    book.save(inner)
    files = {"供货目录.xlsx": inner.getvalue(), "图片/脐橙 正面.jpg": jpeg("red"), "图片/脐橙切开.png": png("lime")}
    files |= {"图片/zg-002.jpg": jpeg("blue"), "图片/ZG-002_2.jpg": jpeg("red"), "图片/Thumbs.db": b"\0" * 64}
    with zipfile.ZipFile(path, "w") as file:
        for name, data in files.items():
            file.writestr(OldWindowsEntry(name, (1980, 1, 1, 0, 0, 0)), data)


class OldWindowsEntry(zipfile.ZipInfo):
    def _encodeFilenameFlags(self):  # noqa: N802
        return self.filename.encode("gbk"), 0


def _add_media(book, media):
    for name, data in media.items():
        book.add(f"xl/media/{name}", data)


def _metadata(count):
    marks = 'minSupportedVersion="120000" copy="1" pasteAll="1" pasteValues="1" merge="1" splitFirst="1" coerce="1"'
    future = "".join(
        f'<bk><extLst><ext uri="{{3e2802c4-a4d2-4d8b-9148-e3be6c30e623}}"><xlrd:rvb i="{number}"/></ext></extLst></bk>'
        for number in range(count)
    )
    values = "".join(f'<bk><rc t="1" v="{number}"/></bk>' for number in range(count))
    types = f'<metadataTypes count="1"><metadataType name="XLRICHVALUE" {marks}/></metadataTypes>'
    return (
        f'<metadata xmlns="{MAIN}" xmlns:xlrd="{RICH}">{types}'
        f'<futureMetadata name="XLRICHVALUE" count="{count}">{future}</futureMetadata>'
        f'<valueMetadata count="{count}">{values}</valueMetadata></metadata>'
    )


def _corner(name, row, column=8, offset=0):
    return (
        f"<xdr:{name}><xdr:col>{column}</xdr:col><xdr:colOff>{offset}</xdr:colOff><xdr:row>{row}</xdr:row>"
        f"<xdr:rowOff>{0 if name == 'from' else 9525}</xdr:rowOff></xdr:{name}>"
    )


def _picture(number, relation, name="", described="", top=0):
    return (
        f'<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="{number}" name="{name or f"图片 {number}"}" descr="{described}"/>'
        '<xdr:cNvPicPr><a:picLocks noChangeAspect="1"/></xdr:cNvPicPr></xdr:nvPicPr>'
        f'<xdr:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>'
        f'<xdr:spPr><a:xfrm><a:off x="5000000" y="{top}"/><a:ext cx="400000" cy="171450"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic>'
    )
