"""Numbers in other scripts, with signs, without end, where programs write plain digits."""

from ..workbooks import GOOD, HEADERS, MAIN, Raw, anchored, jpeg, one_cell, parts, picture, relations, workbook, zipped
from . import accepted

LINKS = relations(("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "styles", "styles.xml"))
SUPERSCRIPT, ENDLESS = "²", "1" * 5_000
AS_VALUE = '<c r="{{at}}" s="1"><v>{}</v></c>'


def styled(number_format, price="58", book=""):
    """Return a workbook whose price has a style with some number format."""
    formats = f'<cellXfs><xf numFmtId="0"/><xf numFmtId="{number_format}"/></cellXfs>'
    made = parts([HEADERS, [*GOOD[:6], Raw(AS_VALUE.format(price)), "1"]])
    made |= {"xl/_rels/workbook.xml.rels": LINKS, "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{formats}</styleSheet>'}
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace("<sheets>", f"{book}<sheets>")
    return zipped(made)


@accepted()
def a_number_format_in_superscript():
    return styled(SUPERSCRIPT)


@accepted()
def a_number_format_without_end():
    return styled(ENDLESS)


@accepted(mistakes=["日期"])
def the_last_day_that_any_calendar_knows():
    return styled(14, 2_958_465)


@accepted(mistakes=["日期"])
def a_day_beyond_all_calendars_when_days_count_from_1904():
    return styled(14, 2_958_465, '<workbookPr date1904="1"/>')


@accepted()
def a_price_in_superscript():
    return workbook([HEADERS, [*GOOD[:6], Raw(f'<c r="{{at}}"><v>{SUPERSCRIPT}</v></c>'), "1"]])


@accepted(mistakes=["数字"])
def a_price_without_end():
    return workbook([HEADERS, [*GOOD[:6], Raw(f'<c r="{{at}}"><v>{"1" * 300}</v></c>'), "1"]])


@accepted(images=1)
def anchors_with_odd_numbers():
    odd = [one_cell(row, picture("red")) for row in ("--5", SUPERSCRIPT, ENDLESS, "1.5")]
    heights = [one_cell(1, picture("red"), height=height) for height in ("--5", SUPERSCRIPT)]
    drawn = anchored(*odd, *heights[:1], media={"red": jpeg("red")})
    return workbook([HEADERS, GOOD], '<drawing r:id="rId1"/>', drawn)


@accepted(mistakes=["没有存在文件里"])
def rich_values_with_odd_numbers():
    made = {"xl/metadata.xml": _metadata(SUPERSCRIPT)}
    made["xl/richData/rdrichvalue.xml"] = f'<rvData><rv s="{SUPERSCRIPT}"><v>{ENDLESS}</v></rv></rvData>'
    made["xl/richData/rdrichvaluestructure.xml"] = (
        '<rvStructures><s><k n="_rvRel:LocalImageIdentifier"/></s></rvStructures>'
    )
    made["xl/richData/richValueRel.xml"] = "<richValueRels/>"
    return workbook([HEADERS, [*GOOD, Raw('<c r="{at}" t="e" vm="1"><v>#VALUE!</v></c>')]], extra=made)


def _metadata(number):
    future = f'<futureMetadata name="XLRICHVALUE"><bk><rvb i="{number}"/></bk></futureMetadata>'
    return f'<metadata>{future}<valueMetadata><bk><rc t="1" v="{number}"/></bk></valueMetadata></metadata>'
