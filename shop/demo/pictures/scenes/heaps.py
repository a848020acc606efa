"""The goods themselves, heaped up or in something open."""

from .. import packs
from ..scenery import ACCENTS, DEEP

GROUND = 850


def pile(canvas, things, region):
    """The goods themselves, heaped, the second kind in front."""
    main, front = things[0], things[-1]
    flip = canvas.rng.choice((1, -1))
    places = [(330, 560, 122, main), (560, 535, 128, main), (235, 700, 132, main), (480, 690, 140, main)]
    places += [(730, 690, 132, main), (350, 800, 120, main), (620, 805, 132, front)]
    for x, y, s, thing in places:
        dx, dy = canvas.rng.uniform(-14, 14), canvas.rng.uniform(-10, 10)
        thing(canvas, 500 + flip * (x - 490) + dx, y + dy, s * canvas.rng.uniform(0.95, 1.06))


def few(canvas, things, region):
    """Two or three large ones."""
    things[0](canvas, 395, 620, 235)
    things[-1](canvas, 705, 760, 150)


def basket(canvas, things, region):
    """A bamboo basket, heaped; the second kind lies before it."""
    packs.basket_back(canvas, 500, 790, 560)
    for x, y, s in ((360, 470, 95), (500, 440, 100), (640, 470, 95), (290, 560, 95), (430, 555, 102), (575, 555, 102)):
        things[0](canvas, x + canvas.rng.uniform(-8, 8), y, s)
    things[0](canvas, 712, 560, 95)
    packs.basket(canvas, 500, 790, 560, DEEP[region])
    things[-1](canvas, 790, 835, 92)


def grid(canvas, things, region):
    """An open gift box seen from above, every fruit in its place."""
    packs.open_box(canvas, 500, 640, 740, 470, DEEP[region])
    for row in range(3):
        for column in range(4):
            thing = things[-1] if (row, column) == (2, 3) else things[0]
            thing(canvas, 245 + column * 170, 508 + row * 142, 66)


def pair(canvas, things, region):
    """Three clusters, for what grows in pairs."""
    for x, y, s in ((330, 600, 165), (680, 590, 165), (505, 745, 185)):
        things[0](canvas, x, y, s)


def carton(canvas, things, region):
    """An open carton, full."""
    packs.carton_back(canvas, 500, GROUND, 640, 330)
    for x, y in ((285, 478), (430, 452), (575, 455), (718, 480)):
        things[0](canvas, x, y, 92)
    for x, y in ((245, 548), (372, 530), (500, 520), (628, 530), (752, 548)):
        things[0](canvas, x, y, 88)
    packs.carton(canvas, 500, GROUND, 640, 330, things[-1], DEEP[region])


def bowl(canvas, things, region):
    """A heaped bowl; something stands beside it."""
    packs.bowl_back(canvas, 455, 750, 560, DEEP[region])
    things[0](canvas, 455, 515, 225)
    packs.bowl(canvas, 455, 750, 560, DEEP[region])
    things[-1](canvas, 785, 790, 100)


def plate(canvas, things, region):
    """Pieces on a plate."""
    packs.plate(canvas, 500, 735, 780, ACCENTS[region])
    for x, y in ((330, 655), (505, 625), (680, 655)):
        things[0](canvas, x, y, 100)
    for x, y, thing in ((265, 735, things[0]), (430, 745, things[0]), (595, 742, things[-1]), (745, 728, things[-1])):
        thing(canvas, x, y, 104)


def eggs(canvas, things, region):
    """Eggs in a tray."""
    packs.egg_tray(canvas, 500, 770, 700)
    for row, y in enumerate((600, 660, 725)):
        for step in range(5):
            things[0](canvas, 230 + step * 135 + (row % 2) * 12, y, 66)
    packs.egg_tray(canvas, 500, 800, 720)


def tray(canvas, things, region):
    """Meat on a tray under film."""
    packs.tray(canvas, 500, 690, 720, 420, DEEP[region])
    things[0](canvas, 490, 670, 210)
    packs.film(canvas, 500, 690, 720, 420, things[0], DEEP[region])
