"""Files that look odd and are honest: all of them are read."""

import io
import zipfile

from ..workbooks import (
    GOOD,
    HEADERS,
    MAIN,
    PACKAGE,
    RELATIONS,
    Raw,
    jpeg,
    parts,
    relations,
    sheet,
    workbook,
    zipped,
)
from . import accepted

FINE = parts([HEADERS, GOOD])
SHEET, BOOK, LINKS = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
STRICT = {
    MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    RELATIONS: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}


def changed(**words):
    """Return the workbook with texts in its sheet replaced."""
    text = FINE[SHEET]
    for old, new in words.items():
        text = text.replace(old, new)
    return zipped(FINE | {SHEET: text})


@accepted()
def strict_open_xml():
    def strict(text):
        for old, new in STRICT.items():
            text = text.replace(old, new)
        return text

    return zipped({name: strict(content) for name, content in FINE.items()})


@accepted(images=1, file="目录.zip")
def names_in_gbk():
    data = zipped({"XXXX.xlsx": workbook([HEADERS, [*GOOD, "脐橙.jpg"]]), "YYYY.jpg": jpeg()})
    return data.replace(b"XXXX", "目录".encode("gbk")).replace(b"YYYY", "脐橙".encode("gbk"))


@accepted(images=1, file="目录.zip")
def names_in_utf_8_without_saying_so():
    data = zipped({"XXXXXX.xlsx": workbook([HEADERS, [*GOOD, "脐橙.jpg"]]), "YYYYYY.jpg": jpeg()})
    return data.replace(b"XXXXXX", "目录".encode()).replace(b"YYYYYY", "脐橙".encode())


@accepted()
def no_shared_strings_no_styles_no_dimension():
    return zipped(FINE)


@accepted()
def targets_from_the_root():
    links = relations(("rId1", "worksheet", "/xl/worksheets/sheet1.xml"))
    return zipped(FINE | {LINKS: links, "_rels/.rels": relations(("rId1", "officeDocument", "/xl/workbook.xml"))})


@accepted()
def targets_with_dots_and_escapes():
    links = relations(("rId1", "worksheet", "../xl/./worksheets/%73heet1.xml"))
    return zipped(FINE | {LINKS: links})


@accepted()
def backslashes_in_names():
    return zipped({name.replace("/", "\\"): content for name, content in FINE.items()})


@accepted()
def names_in_other_case():
    moved = {name.replace("xl/worksheets/sheet1", "XL/Worksheets/Sheet1"): content for name, content in FINE.items()}
    return zipped(moved)


@accepted()
def names_of_their_own():
    moved = {"book.xml": FINE[BOOK], "_rels/book.xml.rels": relations(("rId1", "worksheet", "data/one.xml"))}
    moved |= {"data/one.xml": FINE[SHEET], "_rels/.rels": relations(("rId1", "officeDocument", "book.xml"))}
    return zipped({"[Content_Types].xml": FINE["[Content_Types].xml"], **moved})


@accepted()
def a_prefix_before_every_name():
    prefixed = FINE[SHEET].replace("<", "<x:").replace("<x:/", "</x:").replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
    return zipped(FINE | {SHEET: prefixed})


@accepted()
def a_byte_order_mark():
    return zipped({name: b"\xef\xbb\xbf" + content.encode() for name, content in FINE.items()})


@accepted()
def written_in_utf_16():
    head = '<?xml version="1.0" encoding="UTF-16"?>'
    return zipped(FINE | {SHEET: (head + FINE[SHEET]).encode("utf-16")})


@accepted()
def quotes_spaces_and_lines_as_xml_allows():
    return changed(**{"<sheetData>": "<sheetData >\n\t", "</c>": "</c\n>", '"inlineStr"': "'inlineStr'"})


@accepted()
def character_data_and_comments():
    return changed(**{"秭归脐橙": "<![CDATA[秭归]]>脐橙<!-- 好 -->", "<row ": "<!-- 行 --><?x y?><row "})


@accepted()
def cells_without_addresses():
    text = FINE[SHEET]
    for row in (1, 2):
        text = text.replace(f'<row r="{row}">', "<row>")
        for column in "ABCDEFGHI":
            text = text.replace(f' r="{column}{row}"', "")
    return zipped(FINE | {SHEET: text})


@accepted()
def addresses_in_small_letters():
    return changed(**{f'r="{column}2"': f'r="{column.lower()}2"' for column in "ABCDEFGH"})


@accepted()
def values_as_wps_writes_them():
    cells = [Raw('<c r="{at}" s="0" t="s"><v></v></c>'), Raw('<c r="{at}" t="str"><v/></c>')]
    return workbook([[*HEADERS[:8], "简称", "产地乡镇"], [*GOOD, *cells]])


@accepted()
def numbers_as_texts():
    return workbook([HEADERS, [*GOOD[:6], " 58.00 ", "'100".strip("'")]])


@accepted()
def a_protected_sheet_with_filter_and_hidden_rows():
    text = FINE[SHEET].replace('<row r="2">', '<row r="2" hidden="1" outlineLevel="1">')
    tail = '</sheetData><sheetProtection sheet="1"/><autoFilter ref="A1:I2"/>'
    return zipped(FINE | {SHEET: text.replace("</sheetData>", tail)})


@accepted()
def a_chart_sheet_before_the_list():
    names = '<sheet name="图" sheetId="2" r:id="c"/><sheet name="商品" sheetId="1" r:id="rId1"/>'
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{names}</sheets></workbook>'
    links = relations(("c", "chartsheet", "chartsheets/sheet1.xml"), ("rId1", "worksheet", "worksheets/sheet1.xml"))
    return zipped(FINE | {BOOK: book, LINKS: links, "xl/chartsheets/sheet1.xml": "<chartsheet/>"})


@accepted()
def an_empty_sheet_before_the_list():
    names = '<sheet name="封面" sheetId="2" r:id="c"/><sheet name="商品" sheetId="1" r:id="rId1"/>'
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{names}</sheets></workbook>'
    links = relations(("c", "worksheet", "worksheets/sheet2.xml"), ("rId1", "worksheet", "worksheets/sheet1.xml"))
    return zipped(FINE | {BOOK: book, LINKS: links, "xl/worksheets/sheet2.xml": sheet([])})


@accepted()
def parts_that_other_programs_leave():
    extra = {
        "docProps/app.xml": "<Properties/>",
        "customXml/item1.xml": "<x/>",
        "xl/calcChain.xml": "<calcChain/>",
        "xl/persons/person.xml": "<personList/>",
        "xl/printerSettings/printerSettings1.bin": "\0" * 300,
        "_xmlsignatures/origin.sigs": "",
    }
    return zipped(FINE | extra)


@accepted()
def written_to_a_pipe():
    """Sizes stand behind the data, as a program writes that cannot go back."""

    class Pipe(io.RawIOBase):
        data = b""

        def writable(self):
            return True

        def write(self, piece):
            self.data += bytes(piece)
            return len(piece)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in FINE.items():
            file.writestr(name, content)
    return pipe.data


@accepted()
def entries_written_for_large_files():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in FINE.items():
            with file.open(name, "w", force_zip64=True) as entry:
                entry.write(content.encode())
    return out.getvalue()


@accepted()
def relations_with_a_prefix():
    links = (
        FINE[LINKS].replace("<", "<p:").replace("<p:/", "</p:").replace(f'xmlns="{PACKAGE}"', f'xmlns:p="{PACKAGE}"')
    )
    return zipped(FINE | {LINKS: links})


@accepted(file="供货目录（最新）.XLSX")
def an_ending_in_capitals():
    return zipped(FINE)
