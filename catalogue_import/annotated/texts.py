"""Texts as XML can hold them, and parts in an encoding that can be cut into pieces."""

import re

NOTE_HEADER = "错误说明"
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
DECLARED = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[^>]*\?>")
UTF8 = {b"utf-8", b"utf8", b"us-ascii", b"ascii"}
WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")


def legal(text):
    """Return a text without the characters that XML cannot hold."""
    return ILLEGAL.sub("", text)


def as_utf8(data):
    """Return a part in UTF-8, whatever it was written in."""
    if data[:2] in WIDE:
        text = data.decode("utf-16" if data[:2] in WIDE[:2] else ("utf-16-le", "utf-16-be")[data[0] == 0])
        return re.sub(r"^\ufeff?\s*<\?xml.*?\?>", "", text, count=1).encode()
    declared = DECLARED.match(data)
    if declared and declared[1].lower() not in UTF8:
        return data[declared.end() :].decode(declared[1].decode()).encode()
    return data
