"""Document types, entities and encodings that hide them."""

from catalogue_import.workbook import refusals

from ..workbooks import GOOD, HEADERS, filler, parts, zipped
from . import refused

FINE = parts([HEADERS, GOOD])
SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
DOCTYPE = f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'


def with_part(name, content):
    return zipped(FINE | {name: content})


@refused(refusals.ENTITIES)
def billion_laughs():
    return with_part(SHEET, DOCTYPE + FINE[SHEET].replace("脐橙", "&l11;"))


@refused(refusals.ENTITIES)
def a_file_of_the_server():
    return with_part(SHEET, '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + FINE[SHEET])


@refused(refusals.ENTITIES)
def a_document_type_far_away():
    return with_part(BOOK, '<!DOCTYPE workbook SYSTEM "http://127.0.0.1:1/x.dtd">' + FINE[BOOK])


@refused(refusals.ENTITIES)
def parameter_entities():
    return with_part("xl/styles.xml", '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x">%p;]><styleSheet/>')


@refused(refusals.ENTITIES)
def quadratic_entities_in_18_kb_padded_beyond_what_a_parser_counts():
    entity = f'<!DOCTYPE x [<!ENTITY a "{"a" * 9_000}">]>'
    return with_part(SHEET, f"<!--{filler(8_000_000)}-->" * 2 + entity + FINE[SHEET].replace("脐橙", "&a;" * 3_000))


@refused(refusals.ENTITIES)
def a_document_type_across_the_edge_of_a_piece():
    return with_part(SHEET, "<!--" + "x" * (2**18 - 12) + "-->" + DOCTYPE + FINE[SHEET])


@refused(refusals.ENTITIES, refusals.DAMAGED)
def a_document_type_in_utf_16():
    return with_part(SHEET, (DOCTYPE + FINE[SHEET]).encode("utf-16"))


@refused(refusals.ENTITIES, refusals.DAMAGED)
def a_document_type_in_utf_32():
    return with_part(SHEET, (DOCTYPE + FINE[SHEET]).encode("utf-32"))


@refused(refusals.ENTITIES)
def a_document_type_in_utf_7():
    return with_part(SHEET, b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE x>' + FINE[SHEET].encode())


@refused(refusals.ENTITIES)
def a_document_type_in_a_mainframe_encoding():
    return with_part(SHEET, b'<?xml version="1.0" encoding="cp037"?>' + FINE[SHEET].encode("utf-8"))


@refused(refusals.ENTITIES)
def a_document_type_in_a_part_that_nobody_reads():
    return with_part("docProps/custom.xml", DOCTYPE + "<x/>")


@refused(refusals.UNSAFE)
def a_sheet_under_a_name_that_is_not_looked_at():
    moved = {name.replace("sheet1.xml", "sheet1.bin"): content for name, content in FINE.items()}
    moved["xl/worksheets/sheet1.bin"] = DOCTYPE + FINE[SHEET]
    links = "xl/_rels/workbook.xml.rels"
    return zipped(moved | {links: FINE[links].replace("sheet1.xml", "sheet1.bin")})


@refused(refusals.ENTITIES, refusals.DAMAGED)
def an_entity_nobody_declared():
    return with_part(SHEET, FINE[SHEET].replace("秭归脐橙", "&unknown;"))
