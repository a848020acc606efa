"""Draw a sheet of ``share_pictures`` as a PNG, or as an SVG where no Chinese font is installed."""

import base64
import io
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw, ImageFont, ImageOps

from .share_pictures import HEIGHT, INK, PAPER, WIDTH

# Where systems keep a Chinese font: regular, bold.
FONTS = [
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc"),
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"),
    ("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc", "/usr/share/fonts/noto-cjk/NotoSansCJK-Bold.ttc"),
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"),
    ("/System/Library/Fonts/PingFang.ttc", "/System/Library/Fonts/PingFang.ttc"),
    ("C:/Windows/Fonts/msyh.ttc", "C:/Windows/Fonts/msyhbd.ttc"),
]
FAMILY = "'Noto Sans CJK SC','Noto Sans SC','PingFang SC','Microsoft YaHei',sans-serif"
# Noto's collections hold Japanese, Korean, then Simplified Chinese.
NOTO_SC = 2


@cache
def fonts():
    """Return the files of a regular and a bold Chinese font, or None."""
    return next((pair for pair in FONTS if all(Path(file).exists() for file in pair)), None)


def draw(sheet):
    """Return ``(content, content type)`` of a sheet."""
    return (_png(sheet), "image/png") if fonts() else (_svg(sheet), "image/svg+xml")


def _png(sheet):
    paper = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    paper.paste(_top(sheet), (0, 0))
    pen = ImageDraw.Draw(paper)
    for line in sheet.words:
        pen.text((line.x, line.y), line.text, fill=line.colour, font=_font(line.is_bold, line.size), anchor="ls")
    _paste_qr(paper, sheet)
    out = io.BytesIO()
    paper.save(out, "PNG", compress_level=6)
    return out.getvalue()


def _top(sheet):
    with Image.open(io.BytesIO(sheet.picture), formats=["JPEG", "PNG"]) as picture:
        picture.draft("RGB", (WIDTH, WIDTH))
        return ImageOps.fit(picture.convert("RGB"), (WIDTH, sheet.picture_height), Image.Resampling.LANCZOS)


def _paste_qr(paper, sheet):
    x, y, side = sheet.qr_at
    out = io.BytesIO()
    sheet.qr.save(out, kind="png", scale=max(1, side // sheet.qr.symbol_size(border=2)[0]), border=2, dark=INK)
    with Image.open(out) as code:
        code = code.convert("RGB")
    paper.paste(code, (x + (side - code.width), y + (side - code.height) // 2))


@cache
def _font(is_bold, size):
    file = fonts()[is_bold]
    return ImageFont.truetype(file, size, index=NOTO_SC if "CJK" in file else 0)


def _svg(sheet):
    x, y, side = sheet.qr_at
    top = io.BytesIO()
    _top(sheet).save(top, "JPEG", quality=82)
    picture = base64.b64encode(top.getvalue()).decode()
    words = "".join(
        f'<text x="{line.x}" y="{line.y}" font-size="{line.size}" fill="{line.colour}"'
        f' font-weight="{700 if line.is_bold else 400}">{escape(line.text)}</text>'
        for line in sheet.words
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' font-family="{FAMILY}"><rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>'
        f'<image width="{WIDTH}" height="{sheet.picture_height}" href="data:image/jpeg;base64,{picture}"/>{words}'
        f'<image x="{x}" y="{y}" width="{side}" height="{side}" href="{sheet.qr.svg_data_uri(border=2)}"/></svg>'
    ).encode()
