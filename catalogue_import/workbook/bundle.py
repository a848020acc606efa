"""An uploaded file opened: a workbook, or a zip with one workbook and picture files."""

import posixpath
import shutil
import tempfile
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from . import archive, package, refusals
from .refusals import Refused

PICTURE_ENDINGS = (".jpg", ".jpeg", ".png", ".webp")
OLD_ENDINGS = (".xls", ".et")
MACRO_ENDINGS = (".xlsm", ".xltm", ".xlsb", ".xlam")
# What systems put into zips unasked, and the lock files of an open workbook.
CLUTTER = (".", "~$")


class Bundle(NamedTuple):
    """A workbook's package, and the picture files beside it.

    ``files`` is ``{file name in lower case: function that reads at most so many bytes of it}``.
    """

    package: package.Package
    files: dict


def check_upload(name, size, head, limits):
    """Refuse what a file's name, size and first eight bytes give away, before anything is kept."""
    if _ending(name) != ".zip":
        _check_name(name)
    archive.check_size(size, limits)
    archive.check_magic(head)


@contextmanager
def opened(path, name, limits):
    """Open an uploaded file for reading.

    :param path: where the file lies; its own name does not count.
    :param name: what the person called it.
    :raises Refused: in words, when it is not taken.
    """
    with tempfile.TemporaryDirectory(prefix="workbook-") as folder:
        if _ending(name) == ".zip":
            outer = _open_zip(path, limits)
            try:
                inner = package.open(_unpacked(outer, Path(folder), limits), limits)
                with_files = Bundle(inner, _picture_files(outer))
                try:
                    yield with_files
                finally:
                    inner.close()
            finally:
                outer.close()
            return
        _check_name(name)
        plain = package.open(path, limits)
        try:
            yield Bundle(plain, {})
        finally:
            plain.close()


def _ending(name):
    return posixpath.splitext(name)[1].lower()


def _check_name(name):
    ending = _ending(name)
    if ending in OLD_ENDINGS:
        raise Refused(refusals.OLD_XLS)
    if ending in MACRO_ENDINGS:
        raise Refused(refusals.MACROS)
    if ending != ".xlsx":
        raise Refused(refusals.WRONG_NAME)


def _open_zip(path, limits):
    outer = archive.open_checked(path, limits)
    if "[Content_Types].xml" in outer.namelist():
        outer.close()
        raise Refused(refusals.ZIP_IS_XLSX)
    return outer


def entries(outer):
    """Yield ``(lower-case file name, entry)`` of what people put in."""
    for entry in outer.infolist():
        name = archive.name_of(entry).replace("\\", "/")
        file = posixpath.basename(name)
        if file and not name.startswith("__MACOSX/") and not file.startswith(CLUTTER):
            yield file.casefold(), entry


def _unpacked(outer, folder, limits):
    """Write the one workbook of a zip to a folder."""
    workbooks = [entry for name, entry in entries(outer) if name.endswith(".xlsx")]
    if len(workbooks) != 1:
        raise Refused(refusals.ONE_WORKBOOK.format(count=len(workbooks)))
    archive.check_size(workbooks[0].file_size, limits)
    target = folder / "workbook.xlsx"
    try:
        with outer.open(workbooks[0]) as source, target.open("wb") as file:
            shutil.copyfileobj(source, file)
    except package.UNREADABLE as error:
        raise Refused(refusals.DAMAGED) from error
    return target


def _picture_files(outer):
    files = {}
    for name, entry in entries(outer):
        if name.endswith(PICTURE_ENDINGS):
            files.setdefault(name, partial(_read, outer, entry))
    return files


def _read(outer, entry, at_most):
    try:
        with outer.open(entry) as file:
            return file.read(at_most)
    except package.UNREADABLE as error:
        raise Refused(refusals.DAMAGED) from error
