"""Look at an uploaded workbook before openpyxl does: its size, the directory of the zip, and every XML part.

openpyxl builds objects from whatever a small file unpacks to. So sums are checked on the directory first, no more is
unpacked than was announced, and each part is parsed once only to count: no document type, bounded depth and elements.
"""

import re
import zipfile
import zlib
from xml.parsers import expat

MEBIBYTE = 2**20
FILE_BYTES = 5 * MEBIBYTE
UNPACKED_BYTES = 8 * MEBIBYTE
ENTRIES = 300
# Cells and their texts cost openpyxl microseconds; every other element (a style, a name, a sheet) a hundred times that.
CELL_TAGS = {"row", "c", "v", "f", "is", "t", "si", "r"}
CELL_ELEMENTS, OTHER_ELEMENTS = 100_000, 10_000
SHEETS = 50
DEPTH = 40
ATTRIBUTES = 60
# A tag this long has more attributes than the parser should gather before it can tell.
LONG_TAG = re.compile(rb"<[^<>]{20000}")
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
XML_SUFFIXES = (".xml", ".rels", ".vml")
# How a part begins that some XML parser may take: a tag after marks and spaces, in any encoding.
XML_STARTS = (b"<", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\0")
ENCRYPTED = 0x1
OLE_MAGIC, ZIP_MAGIC = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"

NOT_XLSX = "这个文件不是 .xlsx 工作簿。请用 Excel 或 WPS 另存为“Excel 工作簿（*.xlsx）”再上传。"
OLD_XLS = "这是老格式 .xls 或加了密码的文件。请去掉密码，另存为“Excel 工作簿（*.xlsx）”再上传。"
TOO_LARGE = f"文件超过 {FILE_BYTES // MEBIBYTE} MB。清单不用这么大，请删除图片和多余的工作表再上传。"
TOO_MUCH = "文件里的内容太多，不像一份清单。请把清单复制到新的工作簿里再上传。"
DAMAGED = "文件已损坏或没有传完整，请重新保存后再上传。"
UNSAFE = "文件内部的结构不正常，不能读取。请新建工作簿，把内容复制过去再上传。"


class Refused(Exception):
    """The file as a whole is not taken; the message says why and what to do."""


def check(file):
    """Refuse a file that is not a harmless workbook.

    :param file: seekable, opened for bytes; left at its start.
    :raises Refused: with a sentence for the person.
    """
    _check_head(file)
    try:
        with zipfile.ZipFile(file) as archive:
            _check_directory(archive)
            _check_parts(archive)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError, zlib.error) as error:
        raise Refused(DAMAGED) from error
    file.seek(0)


def _check_head(file):
    size = file.seek(0, 2)
    file.seek(0)
    head = file.read(4)
    if size > FILE_BYTES:
        raise Refused(TOO_LARGE)
    if head == OLE_MAGIC:
        raise Refused(OLD_XLS)
    if head != ZIP_MAGIC:
        raise Refused(NOT_XLSX)


def _check_directory(archive):
    entries = archive.infolist()
    if len(entries) > ENTRIES or sum(entry.file_size for entry in entries) > UNPACKED_BYTES:
        raise Refused(TOO_MUCH)
    names = {entry.filename.casefold() for entry in entries}
    if len(names) < len(entries) or any(entry.compress_type not in METHODS for entry in entries):
        raise Refused(UNSAFE)
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise Refused(OLD_XLS)
    # Entries that share bytes unpack to more than their file could hold.
    if sum(entry.compress_size for entry in entries) > FILE_BYTES or any("vbaproject" in name for name in names):
        raise Refused(UNSAFE)


def _check_parts(archive):
    count = Count()
    for entry in archive.infolist():
        with archive.open(entry) as part:
            # The directory may lie about sizes; zipfile stops at what it announced, and then the checksum fails.
            data = part.read(UNPACKED_BYTES + 1)
        if entry.filename.casefold().endswith(XML_SUFFIXES) or data.lstrip()[:3].startswith(XML_STARTS):
            count.read(data)


class Count:
    """Counts elements over all parts and refuses what an honest workbook never holds."""

    def __init__(self):
        self.cells = self.others = self.sheets = 0

    def read(self, data):
        if LONG_TAG.search(data):
            raise Refused(UNSAFE)
        self.depth = 0
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.StartDoctypeDeclHandler = self._refuse
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            raise Refused(DAMAGED) from error

    def _start(self, name, attributes):
        tag = name.rpartition(":")[2]
        self.depth += 1
        self.cells += tag in CELL_TAGS
        self.others += tag not in CELL_TAGS
        self.sheets += tag == "sheet"
        if self.cells > CELL_ELEMENTS or self.others > OTHER_ELEMENTS or self.sheets > SHEETS:
            raise Refused(TOO_MUCH)
        if self.depth > DEPTH or len(attributes) > ATTRIBUTES:
            raise Refused(UNSAFE)

    def _end(self, name):
        self.depth -= 1

    def _refuse(self, *declared):
        raise Refused(UNSAFE)
