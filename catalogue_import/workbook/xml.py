"""XML parts: looked at byte by byte before a parser sees them, then parsed without entities or network."""

import random
import re

from lxml import etree

from . import refusals
from .refusals import Refused

CHUNK = 1 << 18
# Often only the first rows of a sheet are wanted.
FIRST_CHUNK = 1 << 14
FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY")
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
WIDE_ENCODINGS = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})")
ENCODINGS = {b"utf-8", b"utf8", b"us-ascii", b"ascii", b"utf-16", b"utf-16le", b"utf-16be", b"iso-8859-1"}
PARSER = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
# A part that is parsed whole is never larger in an honest file; nor is one in two bytes a character.
WHOLE_PART_BYTES = 4 * 2**20
# The parser keeps every name it ever met for as long as the process lives. Looking at an eighth of a part is enough to
# see that it is made of names.
NAMES = re.compile(rb"xmlns(?::[^\s=]+)?\s*=\s*[\"'][^\"']*|(?<=<)[^\s<>=/\"'!?]+|(?<=\s)[^\s<>=/\"']+(?=\s*=\s*[\"'])")
SAMPLE = CHUNK // 8
MAX_NAMES = 2000
# A tree takes up to 30 times the memory of its text. No honest row, string or cell format is as long as this.
MAX_GAP = 4 * 2**20


def check(file):
    """Read a part to its end and refuse document types, entities and odd encodings.

    :raises Refused: also when the part cannot be unpacked.
    """
    head = file.read(CHUNK)
    forbidden = _forbidden(head)
    tail, names, size = b"", set(), 0
    chunk = head
    while chunk:
        window = tail + chunk
        if any(word in window for word in forbidden):
            raise Refused(refusals.ENTITIES)
        start = random.randrange(max(len(window) - SAMPLE, 0) + 1)  # noqa: S311 (samples, no secret)
        names.update(NAMES.findall(window, start, start + SAMPLE))
        size += len(chunk)
        if len(names) > MAX_NAMES or (forbidden is not FORBIDDEN and size > WHOLE_PART_BYTES):
            raise Refused(refusals.UNSAFE)
        tail = window[-32:]
        chunk = file.read(CHUNK)


def parse(data):
    """Return the root element of a checked part."""
    try:
        return etree.fromstring(data, etree.XMLParser(**PARSER))
    except etree.XMLSyntaxError as error:
        raise Refused(refusals.DAMAGED) from error


def elements(file, names, last, until=None):
    """Yield each element of some names as soon as it is whole, then forget it; stop where ``last`` ends.

    Only what lies between two of them is ever in memory.

    :param file: an open, checked part.
    :param until: a place in it behind which nothing matters.
    :raises Refused: for broken XML, and where too much lies between two of them.
    """
    tags = [f"{{*}}{name}" for name in (*names, last)]
    parser = etree.XMLPullParser(events=("end",), tag=tags, remove_comments=True, remove_pis=True, **PARSER)
    gap, size, fed = 0, FIRST_CHUNK, 0
    try:
        while chunk := file.read(size):
            size, fed = CHUNK, fed + size
            parser.feed(chunk)
            gap += len(chunk)
            for _, element in parser.read_events():
                gap = 0
                if local(element.tag) == last:
                    return
                yield element
                _forget(element)
            if gap > MAX_GAP:
                raise Refused(refusals.UNSAFE)
            # The element around that place is whole by now.
            if until is not None and fed > until + MAX_GAP:
                return
        parser.close()
    except etree.XMLSyntaxError as error:
        raise Refused(refusals.DAMAGED) from error


def last_place(chunks, words):
    """Return where the last of some byte sequences stands in the pieces of a part, or 0."""
    place, offset = 0, 0
    for chunk in chunks:
        found = max(chunk.rfind(word) for word in words)
        place = offset + found if found >= 0 else place
        offset += len(chunk)
    return place


def _forget(element):
    """Empty an element and drop those before it; the parser may still write behind the element itself."""
    element.clear()
    parent = element.getparent()
    while parent is not None and parent[0] is not element:
        del parent[0]


def local(tag):
    """Return an element's name without its namespace, as strict and transitional files differ in it."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def descendants(element, name):
    """Return the elements of a name anywhere below, whatever their namespace."""
    return [child for child in element.iter() if local(child.tag) == name]


def attribute(element, name):
    """Return an attribute by its local name, or an empty string."""
    return next((value for key, value in element.attrib.items() if local(key) == name), "")


def _forbidden(head):
    """Return the byte sequences to look for, in the encoding the part is written in."""
    if head[:2] in WIDE_MARKS:
        return [word.decode().encode(encoding) for word in FORBIDDEN for encoding in WIDE_ENCODINGS]
    if not head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        raise Refused(refusals.DAMAGED)
    declared = DECLARED.match(head.removeprefix(b"\xef\xbb\xbf").lstrip())
    if declared and declared[1].lower() not in ENCODINGS:
        raise Refused(refusals.ENTITIES)
    return FORBIDDEN
