"""The four ways in which a picture reaches its row, with packages written by hand."""

import io
import random

import pytest
from PIL import Image

from catalogue_import.workbook.refusals import Refused

from .workbooks import (
    ART,
    GOOD,
    HEADERS,
    RELATIONS,
    Raw,
    anchored,
    corner,
    image,
    jpeg,
    one_cell,
    picture,
    relations,
    two_cell,
    workbook,
    zipped,
)

OTHER = ["A-2", *GOOD[1:]]
DRAWN = '<drawing r:id="rId1"/>'
COLORS = {"red": (254, 0, 0), "blue": (0, 0, 254), "lime": (0, 255, 1)}


def colors(reading):
    """Return for each row the colours of its pictures, in order."""
    return [[_color(reading.kept[digest]) for digest in row.values.get("pictures", [])] for row in reading.rows]


def _color(data):
    pixel = Image.open(io.BytesIO(data)).convert("RGB").getpixel((5, 5))
    return next(
        (name for name, near in COLORS.items() if max(abs(a - b) for a, b in zip(pixel, near, strict=True)) < 9), pixel
    )


def mistakes(reading):
    return [(mistake.cell, mistake.message) for row in reading.rows for mistake in row.mistakes]


def drawn(*anchors, rows=(GOOD, OTHER), **media):
    media = media or {"red": jpeg("red"), "blue": jpeg("blue")}
    return workbook([HEADERS, *rows], DRAWN, anchored(*anchors, media=media))


def test_pictures_over_a_row_belong_to_it_whether_anchored_at_one_cell_or_two(read):
    reading = read(drawn(one_cell(1, picture("red")), two_cell(2, 3, picture("blue"))))

    assert colors(reading) == [["red"], ["blue"]]
    assert reading.images == 2


def test_a_picture_that_hangs_over_an_edge_belongs_to_the_row_of_its_middle(read):
    overlapping = f"<xdr:twoCellAnchor>{corner('from', 1, offset=150_000)}{corner('to', 2, offset=180_000)}"

    assert colors(read(drawn(overlapping + picture("red") + "</xdr:twoCellAnchor>"))) == [[], ["red"]]


def test_grouped_pictures_each_go_to_their_own_row(read):
    def box(top):
        return f'<a:xfrm><a:off x="0" y="{top}"/><a:ext cx="10" cy="100"/></a:xfrm>'

    inside = '<a:off x="0" y="0"/><a:ext cx="10" cy="200"/><a:chOff x="0" y="0"/><a:chExt cx="10" cy="200"/>'
    group = (
        f"<xdr:grpSp><xdr:grpSpPr><a:xfrm>{inside}</a:xfrm></xdr:grpSpPr>"
        f"{picture('red', box(0))}{picture('blue', box(100))}</xdr:grpSp>"
    )

    assert colors(read(drawn(one_cell(1, group, height=2 * 190_500)))) == [["red"], ["blue"]]


def test_several_pictures_of_a_row_keep_their_order_and_twins_count_once(read):
    anchors = [one_cell(1, picture(name)) for name in ("red", "blue", "red")]

    assert colors(read(drawn(*anchors, rows=[GOOD]))) == [["red", "blue"]]


def test_a_picture_that_is_only_linked_is_a_mistake_of_the_picture_cell(read):
    parts = anchored(one_cell(1, picture("red")), media={"red": jpeg()})
    links = "xl/drawings/_rels/drawing1.xml.rels"
    parts[links] = parts[links].replace("Target=", 'TargetMode="External" Target=')

    ((cell, message),) = mistakes(read(workbook([HEADERS, GOOD], DRAWN, parts)))

    assert cell == "I2"
    assert "没有存在文件里" in message


def excel_in_cell(pictures):
    """Return the parts by which Excel places pictures in cells; the n-th is ``vm="n"``."""
    rich = "http://schemas.microsoft.com/office/spreadsheetml/2017/richdata"
    count = range(len(pictures))
    values = "".join(f'<rv s="0"><v>{number}</v><v>5</v></rv>' for number in count)
    futures = "".join(f'<bk><extLst><ext><x:rvb xmlns:x="x" i="{number}"/></ext></extLst></bk>' for number in count)
    cells = "".join(f'<bk><rc t="1" v="{number}"/></bk>' for number in count)
    return {
        "xl/metadata.xml": (
            f'<metadata><futureMetadata name="XLRICHVALUE">{futures}</futureMetadata>'
            f"<valueMetadata>{cells}</valueMetadata></metadata>"
        ),
        "xl/richData/rdrichvalue.xml": f'<rvData xmlns="{rich}">{values}</rvData>',
        "xl/richData/rdrichvaluestructure.xml": (
            f'<rvStructures xmlns="{rich}"><s t="_localImage"><k n="_rvRel:LocalImageIdentifier" t="i"/>'
            '<k n="CalcOrigin" t="i"/></s></rvStructures>'
        ),
        "xl/richData/richValueRel.xml": (
            f'<richValueRels xmlns:r="{RELATIONS}">'
            + "".join(f'<rel r:id="rId{number}"/>' for number in count)
            + "</richValueRels>"
        ),
        "xl/richData/_rels/richValueRel.xml.rels": relations(
            *((f"rId{number}", "image", f"../media/image{number}.jpeg") for number in count)
        ),
        **{f"xl/media/image{number}.jpeg": data for number, data in enumerate(pictures)},
    }


def test_pictures_placed_in_cells_by_excel_are_found(read):
    cells = [Raw(f'<c r="{{at}}" t="e" vm="{number}"><v>#VALUE!</v></c>') for number in (2, 1)]
    rows = [HEADERS, [*GOOD, cells[0]], [*OTHER, cells[1]]]

    assert colors(read(workbook(rows, extra=excel_in_cell([jpeg("red"), jpeg("blue")])))) == [["blue"], ["red"]]


def wps_in_cell(**pictures):
    """Return the parts by which WPS places pictures in cells, by the names that cells give them."""
    rows = "".join(
        f'<etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="{name}"/></xdr:nvPicPr>'
        f'<xdr:blipFill><a:blip r:embed="r{name}"/></xdr:blipFill></xdr:pic></etc:cellImage>'
        for name in pictures
    )
    spaces = f'xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData" xmlns:xdr="x" xmlns:a="{ART}"'
    return {
        "xl/cellimages.xml": f'<etc:cellImages {spaces} xmlns:r="{RELATIONS}">{rows}</etc:cellImages>',
        "xl/_rels/cellimages.xml.rels": relations(*((f"r{name}", "image", f"media/{name}.png") for name in pictures)),
        **{f"xl/media/{name}.png": data for name, data in pictures.items()},
    }


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="{at}" t="str"><f>_xlfn.DISPIMG("ID_A",1)</f><v>=DISPIMG("ID_A",1)</v></c>',
        '<c r="{at}"><f>DISPIMG("ID_A",1)</f></c>',
        '<c r="{at}" t="e"><f>_xlfn.DISPIMG("ID_A",1)</f><v>#NAME?</v></c>',
    ],
)
def test_pictures_placed_in_cells_by_wps_are_found(read, cell):
    data = workbook([HEADERS, [*GOOD, Raw(cell)]], extra=wps_in_cell(ID_A=image("lime"), ID_B=image("red")))

    assert colors(read(data)) == [["lime"]]


def test_a_picture_that_the_cell_names_but_the_file_lacks_is_a_mistake(read):
    cell = Raw('<c r="{at}" t="str"><f>_xlfn.DISPIMG("ID_X",1)</f><v>=DISPIMG("ID_X",1)</v></c>')

    ((address, message),) = mistakes(read(workbook([HEADERS, [*GOOD, cell]], extra=wps_in_cell(ID_A=image()))))

    assert address == "I2"
    assert "重新插入" in message


def test_files_of_the_zip_are_found_by_name_and_by_code(read):
    files = {
        "图/红.JPG": jpeg("red"), "a-2_2.png": image("lime"), "A-2.jpg": jpeg("blue"), "A-9.jpg": b"of no row",
        "__MACOSX/._A-2.jpg": b"clutter", "~$目录.xlsx": b"lock",
    }  # fmt: skip
    rows = [HEADERS, [*GOOD, "红.jpg；A-2_2.PNG"], OTHER]

    reading = read(zipped({"目录.xlsx": workbook(rows), **files}), "目录.zip")

    assert colors(reading) == [["red", "lime"], ["blue", "lime"]]


def test_a_file_named_exactly_like_a_code_belongs_to_that_code(read):
    rows = [HEADERS, ["A", *GOOD[1:]], ["A_2", *GOOD[1:]]]

    reading = read(zipped({"b.xlsx": workbook(rows), "A_2.jpg": jpeg("red"), "A_3.jpg": jpeg("blue")}), "b.zip")

    assert colors(reading) == [["blue"], ["red"]]


def test_names_from_a_zip_made_on_windows_are_understood(read):
    data = zipped({"b.xlsx": workbook([HEADERS, [*GOOD, "脐橙.jpg"]]), "XXXX.jpg": jpeg("red")})
    data = data.replace(b"XXXX", "脐橙".encode("gbk"))

    assert colors(read(data, "b.zip")) == [["red"]]


@pytest.mark.parametrize("files, sentence", [({"x.jpg": jpeg()}, "没有图片文件“红.jpg”"), ({}, "图片要放在单元格里")])
def test_a_file_name_without_its_file_is_a_mistake(read, files, sentence):
    data = zipped({"b.xlsx": workbook([HEADERS, [*GOOD, "红.jpg"]]), **files})

    ((cell, message),) = mistakes(read(data, "b.zip"))

    assert cell == "I2"
    assert sentence in message


def test_clearing_and_giving_pictures_at_once_is_a_mistake(read):
    assert read(workbook([HEADERS, [*GOOD, "清空"]])).rows[0].values["pictures"] == []
    assert "清空" in mistakes(read(drawn(one_cell(1, picture("red")), rows=[[*GOOD, "清空"]])))[0][1]


def test_a_row_without_pictures_says_nothing_about_them(read):
    assert "pictures" not in read(workbook([HEADERS, GOOD])).rows[0].values


def turned():
    source = Image.new("RGB", (3000, 1500), "red")
    source.paste("blue", (0, 0, 1500, 1500))
    exif = source.getexif()
    exif[0x0112], exif[0x010E] = 6, "where it was taken"
    out = io.BytesIO()
    source.save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_pictures_are_written_anew_upright_small_and_without_metadata(read):
    reading = read(drawn(one_cell(1, picture("red")), rows=[GOOD], red=turned()))

    (data,) = reading.kept.values()
    result = Image.open(io.BytesIO(data))
    assert result.format == "JPEG"
    assert result.size == (1000, 2000)
    assert not result.getexif()
    assert b"taken" not in data
    assert result.getpixel((500, 100))[2] > 200 > 50 > result.getpixel((500, 1900))[2]


@pytest.mark.parametrize(
    "kind, mode", [("PNG", "RGBA"), ("WEBP", "RGB"), ("PNG", "P"), ("PNG", "I;16"), ("JPEG", "CMYK")]
)
def test_every_kind_of_picture_becomes_a_jpeg(read, kind, mode):
    data = image(0 if mode not in {"RGB", "RGBA"} else "red", kind, mode=mode)

    reading = read(drawn(one_cell(1, picture("red")), rows=[GOOD], red=data))

    assert mistakes(reading) == []
    assert reading.images == 1


def tiny_bomb():
    """A PNG of 900 megapixels in a few bytes."""
    data = bytearray(image(size=(10, 10)))
    data[16:24] = (30_000).to_bytes(4, "big") * 2
    return bytes(data)


@pytest.mark.parametrize(
    "data, sentence",
    [
        (b"GIF89a" + bytes(50), "JPG、PNG 或 WebP"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "JPG、PNG 或 WebP"),
        (jpeg(size=(600, 600))[:900], "已损坏"),
        (image(size=(7000, 6000)), "万像素"),
        (b"\xff\xd8\xff" + random.Random(1).randbytes(11 * 2**20), "10 MB"),
        (tiny_bomb(), "图片"),
    ],
)
def test_a_picture_that_cannot_be_taken_is_a_mistake_of_its_cell_only(read, data, sentence):
    reading = read(drawn(one_cell(1, picture("red")), one_cell(2, picture("blue")), red=data, blue=jpeg("blue")))

    ((cell, message),) = mistakes(reading)
    assert cell == "I2"
    assert sentence in message
    assert colors(reading)[1] == ["blue"]


def test_too_many_pictures_of_a_row_refuse_the_file(read):
    anchors = [one_cell(1, picture("red"))] * 3

    with pytest.raises(Refused, match="第 2 行有 3 张图片"):
        read(drawn(*anchors), row_pictures=2)
    with pytest.raises(Refused, match="图片超过 2 张"):
        read(drawn(*anchors), pictures=2)
