"""Text cleaned alike everywhere: what nobody sees goes out, what is syntax becomes half-width."""

import re
import unicodedata

# Zero-width marks, soft hyphens, direction marks, byte order marks, and control characters but tab and newline.
UNSEEN = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
)
SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
# Anything at all that cleaning changes inside a text.
MESSY = re.compile(rf"{UNSEEN.pattern}|[\t\r\n\u00a0\u2000-\u200a\u202f\u205f\u3000\ud800-\udfff]|  ")
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def unescape(text):
    """Turn the ``_x000D_`` of workbook files back into characters; what no database takes goes out."""
    if "_x" not in text:
        return text
    text = ESCAPED.sub(lambda match: chr(int(match[1], 16)), text).replace("\0", "")
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")


def clean_lines(text):
    """Clean text but keep its line breaks."""
    if not MESSY.search(text):
        return text.strip()
    text = UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.encode("utf-8", "ignore").decode()
    return "\n".join(SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()


def clean(text):
    """Clean text and join its lines."""
    return clean_lines(text).replace("\n", " ")


def narrow(text):
    """Clean text and make letters, digits and punctuation half-width, for values that are syntax."""
    return clean(text) if text.isascii() else unicodedata.normalize("NFKC", clean(text)).strip()


def header_key(text):
    """Return a header without spaces, stars and notes on being required, to be looked up."""
    key = re.sub(r"[\s*]+", "", narrow(text))
    return re.sub(r"\((必填|选填|可选)\)$", "", key).casefold()
