"""A checked workbook package: its parts, their relations, its sheets."""

import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from itertools import islice
from urllib.parse import unquote

from . import archive, refusals, xml
from .refusals import Refused

XML_ENDINGS = (".xml", ".rels", ".vml")
# A local header may say that its name is UTF-8 where it is not.
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, UnicodeDecodeError)
MAX_SHEETS, MAX_RELATIONS = 200, 50_000
HIDDEN = {"hidden", "veryHidden"}


@dataclass(frozen=True)
class Sheet:
    """One worksheet: its name, the part it lies in, and whether people see it."""

    name: str
    part: str
    is_hidden: bool = False


class Package:
    """The parts of a checked ``.xlsx``; names are compared without regard to case, as Excel does."""

    def __init__(self, zip_file):
        self.zip_file = zip_file
        self.entries = {archive.name_of(entry).replace("\\", "/").casefold(): entry for entry in zip_file.infolist()}

    def close(self):
        self.zip_file.close()

    def has(self, part):
        return part.casefold() in self.entries

    def size(self, part):
        return self.entries[part.casefold()].file_size

    def open(self, part):
        """Return a part as a binary file."""
        entry = self.entries.get(part.casefold())
        if entry is None:
            raise Refused(refusals.DAMAGED)
        return self.zip_file.open(entry)

    def read(self, part, at_most=-1):
        try:
            with self.open(part) as file:
                return file.read(at_most)
        except UNREADABLE as error:
            raise Refused(refusals.DAMAGED) from error

    def root(self, part):
        """Return the root element of a small part."""
        _check_ending(part)
        if self.has(part) and self.size(part) > xml.WHOLE_PART_BYTES:
            raise Refused(refusals.UNSAFE)
        return xml.parse(self.read(part))

    def elements(self, part, *names, last, until=None):
        """Yield the elements of a large part one after the other, see ``xml.elements``."""
        _check_ending(part)
        try:
            with self.open(part) as file:
                yield from xml.elements(file, names, last, until)
        except UNREADABLE as error:
            raise Refused(refusals.DAMAGED) from error

    def chunks(self, part):
        """Yield the bytes of an XML part, piece by piece."""
        _check_ending(part)
        try:
            with self.open(part) as file:
                while chunk := file.read(xml.CHUNK):
                    yield chunk
        except UNREADABLE as error:
            raise Refused(refusals.DAMAGED) from error

    def last_place(self, part, marks):
        """Return a place in a large part behind which none of some byte sequences stands; None in a small part."""
        if not self.has(part) or self.size(part) < 2 * xml.MAX_GAP:
            return None
        return xml.last_place(self.chunks(part), marks)

    def relations(self, part):
        """Return ``{id: (kind, target part)}`` of a part; targets outside the package are empty strings."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(rels):
            return {}
        rows = self.elements(rels, "Relationship", last="Relationships")
        return {row.get("Id"): (_kind(row), _target(row, folder)) for row in islice(rows, MAX_RELATIONS)}

    def related(self, part, kind):
        """Return the parts of one kind that a part points to."""
        return [target for found, target in self.relations(part).values() if found == kind and target]


def open(path, limits):
    """Open a workbook after checking everything that can be checked without parsing.

    :raises Refused: in words, for anything but a plain ``.xlsx``.
    """
    package = Package(archive.open_checked(path, limits))
    try:
        _check_kind(package)
        _check_parts(package)
    except BaseException:
        package.close()
        raise
    return package


def workbook_part(package):
    return next(iter(package.related("", "officeDocument")), "xl/workbook.xml")


def sheets(package):
    """Return the worksheets in the order of their tabs."""
    part = workbook_part(package)
    relations = package.relations(part)
    rows = islice(package.elements(part, "sheet", last="sheets"), MAX_SHEETS)
    found = [_sheet(row, relations) for row in rows]
    return [sheet for sheet in found if sheet and package.has(sheet.part)]


def _sheet(row, relations):
    kind, target = relations.get(xml.attribute(row, "id"), ("", ""))
    return Sheet(row.get("name", ""), target, row.get("state") in HIDDEN) if kind == "worksheet" else None


def _kind(row):
    return row.get("Type", "").rpartition("/")[2]


def _target(row, folder):
    if row.get("TargetMode") == "External":
        return ""
    target = unquote(row.get("Target", "")).replace("\\", "/")
    path = target if target.startswith("/") else f"{folder}/{target}"
    return posixpath.normpath(path).lstrip("/")


def _check_ending(part):
    """Refuse to parse a part whose name kept it from being checked as XML."""
    if not part.casefold().endswith(XML_ENDINGS):
        raise Refused(refusals.UNSAFE)


def _check_kind(package):
    if any(name.endswith("vbaproject.bin") for name in package.entries):
        raise Refused(refusals.MACROS)
    if not package.has("[Content_Types].xml"):
        raise Refused(refusals.NOT_XLSX)
    if b"macroEnabled" in package.read("[Content_Types].xml"):
        raise Refused(refusals.MACROS)


def _check_parts(package):
    """Unpack every part once: XML without document types, nothing cut off or changed on the way."""
    for name, entry in package.entries.items():
        if name.endswith(XML_ENDINGS) and entry.file_size:
            try:
                with package.zip_file.open(entry) as file:
                    xml.check(file)
            except UNREADABLE as error:
                raise Refused(refusals.DAMAGED) from error
    if not package.has(workbook_part(package)):
        raise Refused(refusals.NOT_XLSX)
