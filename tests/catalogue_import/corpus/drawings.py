"""Drawings and picture names that mean harm."""

from catalogue_import.workbook import refusals

from ..workbooks import (
    DRAWING,
    GOOD,
    HEADERS,
    Raw,
    anchored,
    jpeg,
    one_cell,
    picture,
    relations,
    two_cell,
    workbook,
    zipped,
)
from . import accepted, refused

DRAWN = '<drawing r:id="rId1"/>'
MANY = [HEADERS, *[[f"B-{number}", *GOOD[1:]] for number in range(2_000)]]


def drawn(*anchors, rows=(HEADERS, GOOD), media=None):
    return workbook(rows, DRAWN, anchored(*anchors, media=media or {"red": jpeg("red")}))


@accepted(rows=2_000, images=2_000)
def two_thousand_anchors_on_one_picture():
    return drawn(*(one_cell(row, picture("red")) for row in range(1, 2_001)), rows=MANY)


@refused("第 2 行有 2000 张图片")
def two_thousand_pictures_over_one_row():
    return drawn(*[one_cell(1, picture("red"))] * 2_000)


@refused(refusals.TOO_MANY_PICTURES)
def three_hundred_thousand_anchors():
    return drawn(one_cell(1, picture("red")) * 300_000)


@refused(refusals.DAMAGED)
def groups_in_groups_in_groups():
    return drawn(one_cell(1, "<xdr:grpSp>" * 5_000 + "</xdr:grpSp>" * 5_000))


@refused(refusals.TOO_MANY_PICTURES, refusals.UNSAFE)
def a_group_of_a_hundred_thousand_pictures():
    return drawn(one_cell(1, f"<xdr:grpSp>{picture('red') * 30_000}</xdr:grpSp>"))


@accepted(images=1)
def an_anchor_far_below_the_sheet():
    return drawn(one_cell(2_000_000_000, picture("red")), one_cell(1, picture("red")))


@accepted(images=0)
def an_anchor_at_no_row():
    return drawn(one_cell(-5, picture("red")), one_cell("x", picture("red")))


@accepted(images=1)
def a_picture_over_a_million_rows():
    anchors = [two_cell(1, 1_048_575, picture("red"))] * 3_000
    return drawn(*anchors, two_cell(1, 2, picture("red")))


@accepted(mistakes=["JPG、PNG"])
def a_picture_that_is_the_sheet_itself():
    parts = anchored(one_cell(1, picture("red")), media={"red": jpeg()})
    parts["xl/drawings/_rels/drawing1.xml.rels"] = relations(("red", "image", "../worksheets/sheet1.xml"))
    return workbook([HEADERS, GOOD], DRAWN, parts)


@accepted(mistakes=["没有存在文件里"])
def a_picture_outside_the_file():
    parts = anchored(one_cell(1, picture("red")), media={"red": jpeg()})
    parts["xl/drawings/_rels/drawing1.xml.rels"] = relations(("red", "image", "../../../../etc/passwd"))
    return workbook([HEADERS, GOOD], DRAWN, parts)


@accepted()
def a_drawing_that_points_at_itself():
    parts = anchored(media={})
    parts["xl/drawings/_rels/drawing1.xml.rels"] = relations(("rId1", "drawing", "drawing1.xml"))
    return workbook([HEADERS, GOOD], DRAWN, parts)


@refused(refusals.DAMAGED)
def a_drawing_that_breaks_off():
    parts = anchored(media={})
    parts["xl/drawings/drawing1.xml"] = f'<xdr:wsDr xmlns:xdr="{DRAWING}"><xdr:oneCellAnchor>'
    return workbook([HEADERS, GOOD], DRAWN, parts)


@accepted(mistakes=["没有存在文件里"])
def a_picture_name_that_no_list_knows():
    cell = Raw('<c r="{at}"><f>_xlfn.DISPIMG("ID_../../x",1)</f></c>')
    return workbook([HEADERS, [*GOOD, cell]])


@accepted(mistakes=["没有存在文件里"])
def rich_values_that_point_nowhere():
    cell = Raw('<c r="{at}" t="e" vm="4000000000"><v>#VALUE!</v></c>')
    return workbook([HEADERS, [*GOOD, cell]], extra={"xl/metadata.xml": "<metadata/>"})


@refused(refusals.UNSAFE)
def a_list_of_rich_values_without_end():
    parts = {"xl/metadata.xml": "<metadata><x/>" + "<bk/>" * 1_000_000 + "</metadata>"}
    parts |= {f"xl/richData/{name}": "<x/>" for name in ("rdrichvalue.xml", "richValueRel.xml")}
    cell = Raw('<c r="{at}" t="e" vm="1"><v>#VALUE!</v></c>')
    return workbook([HEADERS, [*GOOD, cell]], extra=parts)


@accepted(rows=1, images=20, file="目录.zip")
def files_named_after_a_code():
    files = {f"A-1_{number}.jpg": jpeg((number * 12, 9, 9)) for number in range(20)}
    return zipped({"目录.xlsx": workbook([HEADERS, GOOD]), **files})


@refused("第 2 行有 21 张图片", file="目录.zip")
def too_many_files_named_after_a_code():
    files = {f"A-1_{number}.jpg": jpeg((number * 12, 9, 9)) for number in range(21)}
    return zipped({"目录.xlsx": workbook([HEADERS, GOOD]), **files})


@accepted(mistakes=["没有图片文件"], file="目录.zip")
def a_file_name_that_climbs():
    return zipped({"目录.xlsx": workbook([HEADERS, [*GOOD, "../../../etc/passwd"]]), "A-9.jpg": jpeg()})
