"""Bags, boxes and sacks, some of the goods before them."""

from .. import packs
from ..scenery import ACCENTS, DEEP


def gift(canvas, things, region):
    """A gift box, two of the goods before it."""
    packs.gift(canvas, 520, 780, 540, 400, things[0], DEEP[region])
    things[0](canvas, 235, 800, 92)
    things[-1](canvas, 790, 812, 84)


def pouch(canvas, things, region):
    """A bag and some of what is in it."""
    packs.pouch(canvas, 450, 815, 400, 560, things[0], DEEP[region])
    things[-1](canvas, 735, 790, 122)


def bags(canvas, things, region):
    """Two bags, one behind the other."""
    packs.pouch(canvas, 640, 770, 330, 470, things[0], ACCENTS[region], body="#e9dcc3")
    packs.pouch(canvas, 390, 825, 370, 520, things[0], DEEP[region])
    things[-1](canvas, 730, 815, 95)


def sack(canvas, things, region):
    """A sack for a canteen, some of the goods before it."""
    packs.sack(canvas, 470, 820, 480, 640, things[0], DEEP[region])
    things[-1](canvas, 765, 805, 115)


def box(canvas, things, region):
    """A paper box and what is in it."""
    packs.box(canvas, 430, 810, 370, 520, things[0], DEEP[region])
    things[-1](canvas, 740, 800, 105)


def milks(canvas, things, region):
    """Small milk cartons."""
    for x, y in ((300, 745), (590, 740)):
        packs.carafe(canvas, x, y, 190, 360, things[0], ACCENTS[region])
    packs.carafe(canvas, 430, 815, 205, 390, things[0], DEEP[region])
    packs.carafe(canvas, 705, 810, 195, 370, things[0], DEEP[region])


def combination(canvas, things, region):
    """A big gift box with several goods before it."""
    packs.gift(canvas, 500, 730, 640, 400, things[0], DEEP[region])
    spread = 620 / max(1, len(things) - 1)
    for place, thing in enumerate(things):
        thing(canvas, 190 + place * spread, 815, 82)
