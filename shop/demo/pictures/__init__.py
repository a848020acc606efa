"""Illustrations of the demo's products, drawn by code: which one shows what stands in ``data/pictures.csv``."""

import random
from concurrent.futures import ProcessPoolExecutor

from .. import tables
from . import scenery
from .arrangements import SCENES, THINGS

PROCESSES = 2


def draw(code):
    """Return the picture of a product as bytes of a JPEG, 800 x 800; the same every time."""
    row = next(row for row in tables.read("pictures") if row["supplier_sku"] == code)
    region = {"TC": "tongchuan", "ZG": "zigui", "YS": "yushu"}[code[:2]]
    canvas = scenery.canvas(region, random.Random(code))
    SCENES[row["scene"]](canvas, [THINGS[name] for name in row["things"].split(";")], region)
    return canvas.jpeg()


def draw_all(codes):
    """Return ``{code: JPEG bytes}``, drawn side by side."""
    with ProcessPoolExecutor(PROCESSES) as pool:
        return dict(zip(codes, pool.map(draw, codes, chunksize=8), strict=True))
