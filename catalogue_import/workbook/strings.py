"""The shared strings of a workbook."""

import re
from itertools import islice
from xml.sax.saxutils import unescape as unescape_entities

from . import plain, refusals, xml
from .refusals import Refused
from .text import unescape

MAX_STRINGS = 1_500_000
MAX_CHARACTERS = 64 * 2**20
# Cells hold up to 32,767 characters.
MAX_TEXT = 40_000
ROOT = re.compile(rb'(?:\xef\xbb\xbf)?(?:<\?xml[^<>]*\?>)?\s*<sst(?:\s+[\w:.]+="[^"<]*")*\s*>')
ITEM = re.compile(r'<si><t(?: xml:space="preserve")?>([^<]*)</t></si>')
TAGS_OF_ITEM = len(("<si", "<t", "</t", "</si"))


class Strings(list):
    """The texts that cells of type ``s`` point to by number."""

    def get(self, number):
        try:
            return self[int(number)] if int(number) >= 0 else ""
        except (ValueError, IndexError) as error:
            raise Refused(refusals.DAMAGED) from error


def read(package):
    part = next((name for name in package.entries if name.endswith("sharedstrings.xml")), None)
    strings, characters = Strings(), 0
    for text in _texts(package, part) if part else ():
        strings.append(text)
        characters += len(text)
        if len(strings) > MAX_STRINGS or characters > MAX_CHARACTERS:
            raise Refused(refusals.UNSAFE)
    return strings


def _texts(package, part):
    """Yield all texts: in the fast way as far as that goes, from there on in the thorough one."""
    done = 0
    try:
        for text in _plain_texts(package.chunks(part)):
            done += 1
            yield text
        return
    except plain.NotPlain:
        pass
    for item in islice(package.elements(part, "si", last="sst"), done, None):
        yield text_of(item)


def _plain_texts(chunks):
    """Yield the texts of a part that holds nothing but plain ones, see ``plain``."""
    window, is_begun = b"", False
    for chunk in plain.well_formed(chunks):
        window += chunk
        if not is_begun:
            window, is_begun = _begun(window), True
        end = window.find(b"</sst>")
        is_last = end >= 0
        end = end if is_last else plain.behind(window, b"</si>")
        yield from _items(plain.decoded(window[:end]))
        if is_last:
            return
        window = window[end:]
        if len(window) > xml.MAX_GAP:
            raise plain.NotPlain
    raise plain.NotPlain


def _begun(window):
    """Return what lies behind the root's tag."""
    root = ROOT.match(window)
    if not root:
        raise plain.NotPlain
    plain.check_encoding(window)
    return window[root.end() :]


def _items(text):
    texts = ITEM.findall(text)
    if text.count("<") != TAGS_OF_ITEM * len(texts) or "&#" in text or "\r" in text:
        raise plain.NotPlain
    if "&" in text:
        texts = [unescape_entities(found, {"&quot;": '"', "&apos;": "'"}) for found in texts]
    return map(clip, texts)


def text_of(item):
    """Return the text of a string item or an inline string: plain or rich, without phonetic runs."""
    if len(item) == 1 and len(item[0]) == 0:
        return clip(item[0].text) if xml.local(item[0].tag) == "t" else ""
    return clip("".join(_pieces(item)))


def clip(text):
    """Return a stored text as it is meant; one too long for any cell is cut off where that can still be seen."""
    return unescape((text or "")[:MAX_TEXT])


def _pieces(item):
    for child in item:
        name = xml.local(child.tag)
        if name == "t":
            yield child.text or ""
        elif name == "r":
            yield from _pieces(child)
