"""Pictures that are something else, explode, or take for ever."""

import io
import random
import zlib

from PIL import Image

from ..workbooks import GOOD, HEADERS, anchored, image, jpeg, one_cell, picture, workbook
from . import accepted

DRAWN = '<drawing r:id="rId1"/>'


def holding(*pictures):
    """Return a workbook with one row for each picture."""
    names = [f"p{number}" for number in range(len(pictures))]
    rows = [[f"B-{number}", *GOOD[1:]] for number in range(len(pictures))]
    anchors = [one_cell(row, picture(name)) for row, name in enumerate(names, start=1)]
    media = dict(zip(names, pictures, strict=True))
    return workbook([HEADERS, *rows], DRAWN, anchored(*anchors, media=media))


def with_scans(count, size=(2000, 2000)):
    """Return a small progressive JPEG whose last scan is repeated: each costs a pass over all pixels."""
    out = io.BytesIO()
    Image.new("RGB", size, "orange").save(out, "JPEG", progressive=True)
    data = out.getvalue()
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * count + b"\xff\xd9"


def chunk(kind, data):
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def png(width, height, *extra):
    """Return a black PNG of one bit a pixel, with chunks before its data."""
    head = chunk(b"IHDR", width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\1\0\0\0\0")
    rows = zlib.compress(bytes((width + 7) // 8 + 1) * height, 9)
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(extra) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@accepted(mistakes=["JPG、PNG"])
def drawing_in_svg():
    return holding(b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')


@accepted(mistakes=["JPG、PNG"])
def web_page():
    return holding(b"<html><script>alert(1)</script></html>")


@accepted(mistakes=["JPG、PNG"])
def gif():
    return holding(image(kind="GIF"))


@accepted(mistakes=["JPG、PNG"])
def bitmap():
    return holding(image(kind="BMP"))


@accepted(mistakes=["JPG、PNG"])
def tiff():
    return holding(image(kind="TIFF"))


@accepted(mistakes=["JPG、PNG"])
def windows_metafile():
    return holding(b"\xd7\xcd\xc6\x9a" + bytes(200))


@accepted(mistakes=["JPG、PNG"])
def half_a_jpeg():
    return holding(jpeg(size=(600, 600))[:900])


@accepted(mistakes=["JPG、PNG"])
def nothing_but_a_beginning():
    return holding(b"\xff\xd8\xff")


@accepted(rows=3, mistakes=["JPG、PNG"] * 3)
def noise_behind_a_beginning():
    noise = random.Random(1).randbytes(50_000)
    return holding(*(magic + noise for magic in (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBPVP8 ")))


@accepted(images=1)
def jpeg_and_web_page_in_one():
    return holding(jpeg() + b"<script>alert(1)</script>")


@accepted(images=1)
def jpeg_and_zip_in_one():
    return holding(jpeg() + workbook([HEADERS, GOOD])[:-22])


@accepted(mistakes=["万像素"])
def nine_hundred_megapixels():
    return holding(png(30_000, 30_000))


@accepted(mistakes=["图片"])
def four_thousand_million_rows():
    return holding(png(1, 9).replace((9).to_bytes(4, "big"), (2**31 - 1).to_bytes(4, "big"), 1))


@accepted(images=1)
def almost_40_megapixels():
    return holding(image(size=(6_300, 6_300)))


@accepted(images=1)
def a_thin_line():
    return holding(png(39_000, 1))


@accepted(mistakes=["图片"])
def a_colour_profile_that_explodes():
    profile = chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(200 * 2**20), 9))
    text = chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(200 * 2**20), 9))
    return holding(png(90, 90, profile, text))


@accepted(mistakes=["限定时间"])
def forty_thousand_scans():
    return holding(with_scans(40_000))


@accepted(rows=12, images=1, mistakes=["限定时间"] * 11)
def many_slow_pictures():
    """The time of all pictures together is bounded too; those before are taken."""
    return holding(jpeg(), *(with_scans(3_000 + number) for number in range(11)))


@accepted(mistakes=["10 MB"])
def eleven_megabytes():
    return holding(jpeg() + random.Random(1).randbytes(11 * 2**20))


@accepted(images=1)
def an_animation_of_500_frames():
    frames = [Image.new("RGB", (60, 40), (number % 256, 0, 0)) for number in range(500)]
    out = io.BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    return holding(out.getvalue())


@accepted(images=1)
def metadata_that_points_in_circles():
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\1\x87i\0\4\0\0\0\1\0\0\0\x08\0\0\0\x08"
    out = io.BytesIO()
    Image.new("RGB", (60, 40)).save(out, "JPEG", exif=exif)
    return holding(out.getvalue())
