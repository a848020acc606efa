"""Files that are not what their names say."""

import zipfile

from catalogue_import.workbook import refusals

from ..workbooks import GOOD, HEADERS, parts, workbook, zipped
from . import refused

FINE = parts([HEADERS, GOOD])
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@refused(refusals.EMPTY)
def nothing():
    return b""


@refused(refusals.OLD_XLS, file="目录.xls")
def old_excel():
    return OLE + bytes(3000)


@refused(refusals.OLD_XLS)
def locked_with_a_password():
    return OLE + "EncryptedPackage".encode("utf-16-le") * 60


@refused(refusals.OLD_XLS, file="目录.et")
def old_wps():
    return OLE + bytes(3000)


@refused(refusals.NOT_XLSX)
def comma_separated():
    return "商品编码,商品名称\r\nA-1,脐橙".encode("gbk")


@refused(refusals.NOT_XLSX)
def web_page_named_xlsx():
    return b"<html><table><tr><td>1</td></tr></table></html>"


@refused(refusals.NOT_XLSX)
def pdf_with_a_workbook_behind():
    return b"%PDF-1.4\n%%EOF\n" + zipped(FINE)


@refused(refusals.NOT_XLSX)
def picture_with_a_workbook_behind():
    return b"GIF89a" + bytes(20) + zipped(FINE)


@refused(refusals.NOT_XLSX)
def letter():
    return zipped({"[Content_Types].xml": FINE["[Content_Types].xml"], "word/document.xml": "<w/>"})


@refused(refusals.NOT_XLSX)
def opendocument():
    return zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"})


@refused(refusals.NOT_XLSX)
def some_zip_named_xlsx():
    return zipped({"readme.txt": "hello"})


@refused(refusals.NOT_XLSX)
def binary_workbook():
    return zipped({"[Content_Types].xml": FINE["[Content_Types].xml"], "xl/workbook.bin": b"\x83\x01"})


@refused(refusals.ZIP_IS_XLSX, file="目录.zip")
def workbook_named_zip():
    return zipped(FINE)


@refused(refusals.WRONG_NAME, file="目录.csv")
def workbook_named_csv():
    return zipped(FINE)


@refused(refusals.MACROS, file="目录.xlsm")
def named_as_with_macros():
    return zipped(FINE)


@refused(refusals.MACROS)
def macros_under_a_plain_name():
    return zipped(FINE | {"xl/vbaProject.bin": OLE + bytes(600)})


@refused(refusals.MACROS)
def macros_by_content_type():
    types = '<Types><Override PartName="/xl/workbook.xml" ContentType="x.sheet.macroEnabled.main+xml"/></Types>'
    return zipped(FINE | {"[Content_Types].xml": types})


@refused(refusals.ONE_WORKBOOK, file="目录.zip")
def zip_without_a_workbook():
    return zipped({"A-1.jpg": b"x"})


@refused(refusals.ONE_WORKBOOK, file="目录.zip")
def zip_with_two_workbooks():
    return zipped({"1.xlsx": workbook([HEADERS, GOOD]), "2.xlsx": workbook([HEADERS, GOOD])})


@refused(refusals.NOT_XLSX, refusals.DAMAGED, file="目录.zip")
def zip_in_a_zip_in_a_zip():
    inner = zipped({"目录.xlsx": workbook([HEADERS, GOOD])})
    for _ in range(5):
        inner = zipped({"目录.xlsx": inner}, zipfile.ZIP_STORED)
    return inner
