"""Child process that re-encodes pictures: ``python image_worker.py FOLDER FIRST COUNT OPTIONS``.

Reads ``FIRST.in`` … and writes ``FIRST.out`` …, one line of JSON each on standard output. It imports nothing of the
site, has little memory, and is killed by the system when one picture takes too much processor time.
"""

import json
import resource
import signal
import sys
import time
from pathlib import Path

from PIL import Image

FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 85
BAND = 64
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class TooManyPixels(Exception):
    pass


def main(folder, first, count, options):
    options = json.loads(options)
    patience = options["patience"]
    _limit(options)
    for number in range(int(first), int(count)):
        # Processor time, not wall time: a busy machine is not the picture's fault.
        signal.setitimer(signal.ITIMER_PROF, options["seconds"])
        started = time.process_time()
        problem = _try(Path(folder), number, options)
        excess = max(time.process_time() - started - _allowance(Path(folder), number, options), 0)
        print(json.dumps({"number": number, "problem": problem, "excess": excess}), flush=True)
        patience -= excess
        if patience <= 0:
            return


def reencode(source, target, options):
    """Write a picture anew as a JPEG: upright, without metadata, no side longer than ``options["side"]``."""
    with Image.open(source, formats=FORMATS) as picture:
        if picture.width * picture.height > options["pixels"]:
            raise TooManyPixels
        turn = TURNS.get(picture.getexif().get(ORIENTATION))
        picture.draft("RGB", (options["side"], options["side"]))
        small = _reduced(picture, options["side"])
    small.thumbnail((options["side"], options["side"]), Image.Resampling.LANCZOS)
    upright = small.transpose(turn) if turn is not None else small
    # A new picture made of nothing but the pixels.
    Image.frombytes("RGB", upright.size, upright.tobytes()).save(target, "JPEG", quality=QUALITY)


def _allowance(folder, number, options):
    """Return the seconds that an honest picture of this size takes."""
    file = folder / f"{number}.in"
    size = file.stat().st_size if file.exists() else 0
    return options["allowance"] + options["allowance_per_mib"] * size / 2**20


def _limit(options):
    Image.MAX_IMAGE_PIXELS = options["pixels"]
    resource.setrlimit(resource.RLIMIT_AS, (options["memory"], options["memory"]))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _try(folder, number, options):
    try:
        reencode(folder / f"{number}.in", folder / f"{number}.out", options)
    except (TooManyPixels, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return "pixels"
    except MemoryError:
        return "memory"
    except Exception:
        return "unreadable"
    return ""


def _reduced(picture, side):
    """Shrink by a whole factor first, band by band, so that only one large copy lies in memory."""
    picture.load()
    factor = max(picture.size) // side
    if factor < 2:
        return _flat(picture)
    width, height = picture.size
    small = Image.new("RGB", (-(-width // factor), -(-height // factor)))
    for top in range(0, height, BAND * factor):
        band = picture.crop((0, top, width, min(height, top + BAND * factor)))
        band.info = picture.info
        small.paste(_flat(band).reduce(factor), (0, top // factor))
    return small


def _flat(picture):
    """Return the picture in RGB, on white where it was transparent."""
    if picture.mode.startswith("I;16"):
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode not in {"LA", "La", "PA", "RGBA", "RGBa"} and "transparency" not in picture.info:
        return picture.convert("RGB")
    rgba = picture.convert("RGBA")
    flat = Image.new("RGB", rgba.size, "white")
    flat.paste(rgba, mask=rgba.getchannel("A"))
    return flat


if __name__ == "__main__":
    main(*sys.argv[1:5])
