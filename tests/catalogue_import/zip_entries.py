"""Zips written by hand, so that a directory may say anything."""

import struct
import zipfile

ENTRY = struct.Struct("<4s6H3L5H2L")


def zipped_entries(*entries):
    """Return a zip of ``(name, data, lies)``.

    ``lies`` are what the directory says: ``crc``, ``packed``, ``size``, ``at``, ``flags``, ``method``;
    ``local_method`` and ``local_flags`` are what the entry's own header says.
    """
    body, directory = b"", b""
    for name, data, lies in entries:
        name, crc = name if isinstance(name, bytes) else name.encode(), zipfile.crc32(data)
        sizes = {"crc": crc, "packed": len(data), "size": len(data), "at": len(body), "flags": 0, "method": 0} | lies
        own = (lies.get("local_flags", 0), lies.get("local_method", 0))
        local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, *own, 0, 0, crc, len(data), len(data), len(name), 0)
        directory += ENTRY.pack(
            b"PK\x01\x02", 20, 20, sizes["flags"], sizes["method"], 0, 0, sizes["crc"], sizes["packed"], sizes["size"],
            len(name), 0, 0, 0, 0, 0, sizes["at"],
        ) + name  # fmt: skip
        body += local + name + data
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(entries), len(entries), len(directory), len(body), 0)
    return body + directory + end
