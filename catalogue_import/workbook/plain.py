"""Parts in the form that nearly every program writes, looked at as text.

Making an object of each element takes four fifths of the time of reading a file. So a parser only sees to it that the
part is well-formed, and patterns find what matters. Whatever is not of the plainest form is left to the caller.
"""

from lxml import etree

from . import refusals, xml
from .refusals import Refused

MARK = b"\xef\xbb\xbf"
# Behind a byte order mark the declaration may begin.
BEGINNING = len(MARK) + 2


class NotPlain(Exception):
    """From here on the part needs a parser that knows all of XML; what was found before is right."""


def behind(window, tag):
    """Return the place behind the last of some tags, or 0."""
    place = window.rfind(tag)
    return place + len(tag) if place >= 0 else 0


def well_formed(chunks):
    """Yield the pieces of a checked part once a parser took them; nothing in them only looks like a tag."""
    parser = etree.XMLParser(target=_Deaf(), **xml.PARSER)
    before = b""
    for place, chunk in enumerate(chunks):
        window = before + chunk
        if b"<!" in window or window.find(b"<?", 0 if place else BEGINNING) >= 0:
            raise NotPlain
        try:
            parser.feed(chunk)
        except etree.XMLSyntaxError as error:
            raise Refused(refusals.DAMAGED) from error
        before = chunk[-1:]
        yield chunk


class _Deaf:
    """A parser's target that wants to hear of nothing."""

    def close(self):
        return None


def decoded(data):
    """Return bytes as text, if they are what nearly every program writes."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise NotPlain from error


def check_encoding(head):
    """Go on with UTF-8 only."""
    declared = xml.DECLARED.match(head.removeprefix(MARK))
    if declared and declared[1].lower() not in {b"utf-8", b"utf8"}:
        raise NotPlain
