"""A zip file whose directory was checked before anything is unpacked.

Python 3.11's ``zipfile`` accepts overlapping entries, data before the first entry and lying local headers; all of that
is looked at here, first on the raw bytes, then on the directory.
"""

import mmap
import re
import struct
import zipfile

from . import refusals
from .refusals import Refused

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DIRECTORY_MAGIC = b"PK\x01\x02"
END_MAGIC, END_SIZE = b"PK\x05\x06", 22
# Room between entries for what some programs write there.
MAX_GAP = 1024
LOCAL_HEADER = struct.Struct("<4sHHHHHIIIHH")
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
FLAG_ENCRYPTED, FLAG_UTF8 = 0x1, 0x800
# Below this size a high ratio harms nobody: a small part of zeros is common.
RATIO_MATTERS = 2**20
MEBIBYTE = 2**20


def check_size(size, limits):
    """Refuse a file for its size alone."""
    if not size:
        raise Refused(refusals.EMPTY)
    if size > limits["file_bytes"]:
        sizes = {"size": size // MEBIBYTE + 1, "limit": limits["file_bytes"] // MEBIBYTE}
        raise Refused(refusals.TOO_LARGE.format(**sizes))


def open_checked(path, limits):
    """Return an open ``zipfile.ZipFile`` whose directory keeps the limits.

    :raises Refused: for a file that is not a zip, or not a harmless one.
    """
    check_size(path.stat().st_size, limits)
    check_raw(path, limits)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, struct.error) as error:
        raise Refused(refusals.DAMAGED) from error
    try:
        check_directory(archive, path, limits)
    except BaseException:
        archive.close()
        raise
    return archive


def check_magic(head):
    """Look at a file's first eight bytes."""
    if head == OLE_MAGIC:
        raise Refused(refusals.OLD_XLS)
    if head[:4] != ZIP_MAGIC:
        raise Refused(refusals.NOT_XLSX)


def check_raw(path, limits):
    """Look at the first bytes, and bound the directory before ``zipfile`` builds it in memory."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        check_magic(data[:8])
        if _after_end(data).strip(b"\0 \t\r\n"):
            raise Refused(refusals.UNSAFE)
        # A stored workbook inside a zip brings a directory of its own, hence twice.
        if _more_than(data, DIRECTORY_MAGIC, 2 * limits["zip_entries"]):
            raise Refused(refusals.TOO_MANY_ENTRIES.format(limit=limits["zip_entries"]))


def check_directory(archive, path, limits):
    entries = archive.infolist()
    if len(entries) > limits["zip_entries"]:
        raise Refused(refusals.TOO_MANY_ENTRIES.format(limit=limits["zip_entries"]))
    if sum(entry.file_size for entry in entries) > limits["unpacked_bytes"]:
        raise Refused(refusals.UNPACKED_TOO_LARGE.format(limit=limits["unpacked_bytes"] // MEBIBYTE))
    for entry in entries:
        _check_entry(entry, limits)
    _check_names(entries)
    _check_layout(entries, path, archive.start_dir)


def name_of(entry):
    """Return an entry's name; zips made on Windows hold GBK names without saying so."""
    if entry.flag_bits & FLAG_UTF8:
        return entry.filename
    raw = entry.filename.encode("cp437", "replace")
    for encoding in ("ascii", "utf-8", "gbk"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _after_end(data):
    """Return what lies behind the end of the zip."""
    end = data.rfind(END_MAGIC)
    if end < 0 or end + END_SIZE > len(data):
        raise Refused(refusals.DAMAGED)
    return data[end + END_SIZE + int.from_bytes(data[end + END_SIZE - 2 : end + END_SIZE], "little") :]


def _more_than(data, needle, limit):
    place, found = data.find(needle), 0
    while place >= 0 and found <= limit:
        found += 1
        place = data.find(needle, place + len(needle))
    return found > limit


def _check_entry(entry, limits):
    if entry.flag_bits & FLAG_ENCRYPTED:
        raise Refused(refusals.OLD_XLS)
    if entry.compress_type not in METHODS:
        raise Refused(refusals.UNSAFE)
    ratio = entry.file_size / max(entry.compress_size, 1)
    if entry.file_size > RATIO_MATTERS and ratio > limits["compression_ratio"]:
        raise Refused(refusals.UNSAFE)


def _check_names(entries):
    names = [name_of(entry).replace("\\", "/") for entry in entries]
    if len({name.casefold() for name in names}) < len(names):
        raise Refused(refusals.UNSAFE)
    for name in names:
        if name.startswith("/") or re.match(r"[A-Za-z]:", name) or ".." in name.split("/") or "\0" in name:
            raise Refused(refusals.UNSAFE)


def _check_layout(entries, path, directory_at):
    """Refuse entries that overlap, leave room for other files, or differ from their local headers."""
    end = 0
    with path.open("rb") as file:
        for entry in sorted(entries, key=lambda entry: entry.header_offset):
            if not end <= entry.header_offset <= end + (MAX_GAP if end else 0):
                raise Refused(refusals.UNSAFE)
            end = _data_start(file, entry) + entry.compress_size
    if not end <= directory_at <= end + MAX_GAP:
        raise Refused(refusals.UNSAFE)


def _data_start(file, entry):
    file.seek(entry.header_offset)
    header = file.read(LOCAL_HEADER.size)
    if len(header) < LOCAL_HEADER.size:
        raise Refused(refusals.DAMAGED)
    magic, _, flags, method, _, _, _, _, _, name_length, extra_length = LOCAL_HEADER.unpack(header)
    if magic != ZIP_MAGIC or method != entry.compress_type or flags & FLAG_ENCRYPTED:
        raise Refused(refusals.UNSAFE)
    return entry.header_offset + LOCAL_HEADER.size + name_length + extra_length
