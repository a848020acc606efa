"""Jars, bottles, tins and cups."""

from .. import packs
from ..scenery import ACCENTS, DEEP


def jars(color):
    """Return a scene of glass jars filled with a colour."""

    def scene(canvas, things, region):
        packs.jar(canvas, 620, 765, 270, 390, color, things[0], ACCENTS[region])
        packs.jar(canvas, 370, 815, 310, 450, color, things[0], DEEP[region])
        things[-1](canvas, 745, 820, 90)

    return scene


def bottles(color):
    """Return a scene of bottles filled with a colour."""

    def scene(canvas, things, region):
        for x, y in ((300, 770), (690, 770)):
            packs.bottle(canvas, x, y, 165, 500, color, things[0], ACCENTS[region])
        packs.bottle(canvas, 490, 820, 190, 580, color, things[0], DEEP[region])
        things[-1](canvas, 715, 830, 92)

    return scene


def jug(canvas, things, region):
    """One big bottle of oil."""
    packs.jug(canvas, 450, 825, 380, 620, "#e9a81c", things[0], DEEP[region])
    things[-1](canvas, 740, 760, 120)


def tins(canvas, things, region):
    """Two tins, and a third thing before them."""
    packs.tin(canvas, 620, 755, 250, 370, things[0], ACCENTS[region])
    packs.tin(canvas, 375, 800, 285, 430, things[0], DEEP[region])
    things[-1](canvas, 700, 815, 85)


def tin(canvas, things, region):
    """One tin, something beside it."""
    packs.tin(canvas, 410, 810, 330, 500, things[0], DEEP[region])
    things[-1](canvas, 715, 790, 105)


def cans(canvas, things, region):
    """Three cans."""
    for x, y in ((310, 745), (680, 745)):
        packs.can(canvas, x, y, 230, 330, things[0], ACCENTS[region])
    packs.can(canvas, 490, 805, 260, 380, things[0], DEEP[region])
    things[-1](canvas, 755, 825, 80)


def drinks(canvas, things, region):
    """Slim cans of a drink."""
    for x, y in ((270, 750), (490, 730), (705, 750)):
        packs.can(canvas, x, y, 175, 390, things[0], ACCENTS[region])
    for x, y in ((380, 810), (600, 810)):
        packs.can(canvas, x, y, 185, 410, things[0], DEEP[region])
    things[-1](canvas, 790, 820, 72)


def cups(canvas, things, region):
    """Cups of yogurt."""
    for x, y in ((300, 700), (520, 685), (735, 700)):
        packs.cup(canvas, x, y, 200, 215, things[0], ACCENTS[region])
    for x, y in ((405, 815), (640, 815)):
        packs.cup(canvas, x, y, 225, 240, things[0], DEEP[region])


def tubs(canvas, things, region):
    """Two big tubs of yogurt."""
    packs.cup(canvas, 650, 760, 330, 360, things[0], ACCENTS[region])
    packs.cup(canvas, 375, 820, 370, 410, things[0], DEEP[region])
