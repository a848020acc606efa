"""Child process that encodes one picture anew: bytes on standard input, a JPEG on standard output.

It imports nothing of the site and has little memory and processor time. Exit 3: too many pixels; 4: no picture.
"""

import io
import resource
import sys

from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 82
TOO_MANY_PIXELS, NO_PICTURE = 3, 4


def main(side, pixels, memory, seconds):
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    Image.MAX_IMAGE_PIXELS = pixels
    try:
        jpeg = encode(sys.stdin.buffer.read(), side, pixels)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        return TOO_MANY_PIXELS
    except Exception:
        return NO_PICTURE
    sys.stdout.buffer.write(jpeg)
    return 0


def encode(data, side, pixels):
    """Return a picture as a JPEG: upright, on white, without metadata, no side longer than ``side`` pixels."""
    with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
        if picture.width * picture.height > pixels:
            raise Image.DecompressionBombError
        picture.draft("RGB", (side, side))
        upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((side, side), Image.Resampling.LANCZOS)
    flat = _on_white(upright)
    out = io.BytesIO()
    # A new picture made of nothing but the pixels: no place, no camera.
    Image.frombytes("RGB", flat.size, flat.tobytes()).save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _on_white(picture):
    rgba = picture.convert("RGBA")
    flat = Image.new("RGB", rgba.size, "white")
    flat.paste(rgba, mask=rgba.getchannel("A"))
    return flat


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:5])))
