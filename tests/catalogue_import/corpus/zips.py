"""Zips that lie, overlap, explode or point elsewhere."""

import random
import struct
import zipfile
import zlib

from catalogue_import.workbook import refusals

from ..workbooks import GOOD, HEADERS, parts, workbook, zipped
from ..zip_entries import zipped_entries
from . import accepted, refused

FINE = parts([HEADERS, GOOD])
SHEET = "xl/worksheets/sheet1.xml"
PLAIN = [(name, content.encode(), {}) for name, content in FINE.items()]


@refused(refusals.DAMAGED)
def cut_in_half():
    data = zipped(FINE)
    return data[: len(data) // 2]


@refused(refusals.DAMAGED)
def last_bytes_missing():
    return zipped(FINE)[:-10]


@refused(refusals.DAMAGED)
def damaged_in_the_middle():
    data = bytearray(zipped(FINE))
    at = data.find(SHEET.encode()) + len(SHEET) + 20
    data[at : at + 40] = bytes(40)
    return bytes(data)


@refused(refusals.DAMAGED)
def wrong_checksum():
    return zipped_entries(*PLAIN[:-1], (PLAIN[-1][0], PLAIN[-1][1], {"crc": 1}))


@refused(refusals.UNSAFE)
def ratio_bomb():
    return zipped(FINE | {"xl/media/1.bin": bytes(60 * 2**20)})


@refused(refusals.UNSAFE, file="目录.zip")
def ratio_bomb_inside_a_zip():
    return zipped({"目录.xlsx": zipped(FINE | {"xl/media/1.bin": bytes(60 * 2**20)})})


@refused(refusals.UNSAFE, file="目录.zip")
def ratio_bomb_beside_the_workbook():
    return zipped({"目录.xlsx": zipped(FINE), "A-1.jpg": bytes(60 * 2**20)})


@refused(refusals.UNPACKED_TOO_LARGE)
def more_than_400_mib_unpacked():
    return zipped_entries(*PLAIN, ("xl/media/1.bin", b"x", {"size": 401 * 2**20}))


@refused(refusals.UNSAFE, refusals.DAMAGED)
def says_to_be_small_but_unpacks_to_100_mib():
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(b"<x>" + b" " * 100 * 2**20) + packer.flush()
    lies = {"method": 8, "size": 4000, "crc": 1}
    return zipped_entries(*PLAIN, ("xl/bomb.xml", packed, lies | {"local_method": 8}))


@refused(refusals.UNSAFE, refusals.DAMAGED)
def entries_that_share_their_bytes():
    bomb = [(f"xl/{number}.xml", b"", {"at": 0, "packed": 400, "size": 400}) for number in range(500)]
    return zipped_entries(*PLAIN, *bomb)


@refused(refusals.UNSAFE, refusals.DAMAGED)
def two_zips_glued_together():
    return zipped(FINE) + zipped(parts([HEADERS, ["B-2", *GOOD[1:]]]))


@refused(refusals.UNSAFE)
def a_program_between_entries_and_directory():
    data = zipped(FINE)
    directory = data.index(b"PK\x01\x02")
    end = bytearray(data[data.index(b"PK\x05\x06") :])
    end[16:20] = (directory + 5000).to_bytes(4, "little")
    return data[:directory] + b"#!/bin/sh\n" * 500 + data[directory : data.index(b"PK\x05\x06")] + bytes(end)


@refused(refusals.UNSAFE, refusals.DAMAGED)
def a_web_page_behind_the_workbook():
    return zipped(FINE) + b"<html><script>alert(1)</script></html>" * 50


@refused(refusals.UNSAFE)
def names_that_climb():
    return zipped_entries(*PLAIN, ("../../../etc/cron.d/x", b"x", {}))


@refused(refusals.UNSAFE)
def names_from_the_root():
    return zipped_entries(*PLAIN, ("/etc/passwd", b"x", {}))


@refused(refusals.UNSAFE)
def names_with_a_drive():
    return zipped_entries(*PLAIN, ("C:\\windows\\x.dll", b"x", {}))


@refused(refusals.UNSAFE)
def names_that_climb_backwards():
    return zipped_entries(*PLAIN, ("xl\\..\\..\\x", b"x", {}))


@refused(refusals.UNSAFE, file="目录.zip")
def a_zip_whose_picture_climbs():
    return zipped_entries(("目录.xlsx", zipped(FINE), {}), ("../A-1.jpg", b"x", {}))


@refused(refusals.UNSAFE)
def the_same_sheet_twice():
    return zipped_entries(*PLAIN, (SHEET, b"<x/>", {}))


@refused(refusals.UNSAFE)
def the_same_sheet_in_capitals():
    return zipped_entries(*PLAIN, (SHEET.upper(), b"<x/>", {}))


@refused(refusals.UNSAFE)
def packed_with_bzip2():
    return zipped(FINE, zipfile.ZIP_BZIP2)


@refused(refusals.UNSAFE)
def packed_with_lzma():
    return zipped(FINE, zipfile.ZIP_LZMA)


@refused(refusals.UNSAFE)
def packed_with_deflate64():
    return zipped_entries(*PLAIN, ("xl/a.xml", b"x", {"method": 9, "local_method": 9}))


@refused(refusals.UNSAFE, refusals.DAMAGED)
def another_method_in_the_local_header():
    return zipped_entries(*PLAIN, ("xl/a.xml", b"x", {"local_method": 8}))


@refused(refusals.DAMAGED, file="目录.zip")
def a_local_header_that_calls_a_gbk_name_utf_8():
    return zipped_entries(("脐橙.xlsx".encode("gbk"), zipped(FINE), {"local_flags": 0x800}))


@refused(refusals.DAMAGED)
def a_local_header_of_a_part_that_calls_its_name_utf_8():
    return zipped_entries(*PLAIN, ("xl/脐橙.xml".encode("gbk"), b"<x/>", {"local_flags": 0x800}))


@refused(refusals.OLD_XLS)
def locked_entries():
    return zipped_entries(*PLAIN, ("xl/a.xml", b"x", {"flags": 1}))


@refused(refusals.TOO_MANY_ENTRIES)
def a_hundred_thousand_entries():
    return zipped({f"xl/{number}": "" for number in range(100_000)} | FINE, zipfile.ZIP_STORED)


@refused(refusals.DAMAGED, refusals.UNSAFE)
def directory_beyond_the_file():
    data = bytearray(zipped(FINE))
    end = data.rindex(b"PK\x05\x06")
    data[end + 16 : end + 20] = struct.pack("<L", 2**32 - 2)
    return bytes(data)


@refused(refusals.TOO_LARGE)
def more_than_50_mib():
    return zipped_entries(*PLAIN, ("xl/media/1.bin", random.Random(1).randbytes(51 * 2**20), {}))


@accepted()
def a_comment_at_the_end():
    data = bytearray(zipped(FINE))
    return bytes(data[:-2]) + (12).to_bytes(2, "little") + b"made by hand"


@accepted()
def folders_as_entries():
    return zipped({"xl/": "", "xl/worksheets/": ""} | FINE)


@accepted()
def nothing_packed():
    return zipped(FINE, zipfile.ZIP_STORED)


@accepted(file="目录.zip")
def a_zip_made_on_a_mac():
    clutter = {"__MACOSX/._目录.xlsx": b"x", ".DS_Store": b"x", "~$目录.xlsx": b"x"}
    return zipped({"供货/目录.xlsx": workbook([HEADERS, GOOD])} | clutter)
