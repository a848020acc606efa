"""What lies behind the goods: each region's sky, land and light."""

from functools import cache

from .canvas import Canvas, down, mix
from .shapes import ellipse, smooth

ACCENTS = {"tongchuan": "#c8452f", "zigui": "#e8862e", "yushu": "#3d7ea6"}
DEEP = {"tongchuan": "#9c2f20", "zigui": "#1e6b52", "yushu": "#285a7d"}
HORIZON = 640


def canvas(region, rng):
    """Return a canvas covered with a quiet landscape and a table in front of it."""
    return Canvas(rng, _landscape(region).copy())


@cache
def _landscape(region):
    canvas = Canvas(None)
    {"tongchuan": _terraces, "zigui": _gorge, "yushu": _meadow}[region](canvas)
    _table(canvas, region)
    return canvas.image


def _terraces(canvas):
    """Loess hills cut into terraces, in the evening."""
    _sky(canvas, "#fbe9d6", "#fdf6ec", sun="#fff3df")
    for level, color in enumerate(("#f3dcc2", "#eccfae", "#e3bf99", "#dab18a")):
        top = 395 + level * 58
        _hill(canvas, top, 34, color, phase=level * 211)


def _gorge(canvas):
    """Steep banks on both sides of a wide river."""
    _sky(canvas, "#e4efe6", "#fbf6e6", sun="#fff6dc")
    for color, reach, top in (("#d3e2d3", 470, 250), ("#bcd4bf", 360, 350), ("#a3c3a9", 240, 450)):
        _bank(canvas, color, reach, top, flip=False)
        _bank(canvas, color, reach * 0.92, top + 40, flip=True)
    canvas.paint([(0, 590), (1000, 590), (1000, 700), (0, 700)], down("#d9e9e2", "#c3dcd4"))
    for y in (604, 618, 634):
        canvas.paint([(260 + y % 90, y), (720 - y % 70, y), (700, y + 3), (280, y + 3)], "#f0f7f2", opacity=0.8)


def _meadow(canvas):
    """Snow peaks over a high meadow."""
    _sky(canvas, "#cfe3ef", "#f3f8f8", sun="#ffffff")
    for color, snow, dx, top in (("#b9cfdd", "#ffffff", 0, 240), ("#a5c0d0", "#f6fbfd", 330, 310)):
        _peaks(canvas, color, snow, dx, top)
    _hill(canvas, 540, 26, "#cfdcc0", phase=90)
    _hill(canvas, 585, 20, "#bfd1ac", phase=400)


def _sky(canvas, top, bottom, sun):
    canvas.paint([(0, 0), (1000, 0), (1000, 1020), (0, 1020)], down(top, bottom, bottom))
    canvas.soft(500, 400, 460, 420, sun, 0.95)


def _hill(canvas, top, height, color, phase):
    wave = [(x, top + height * (((x + phase) % 390) / 195 - 1) ** 2) for x in range(-40, 1041, 40)]
    canvas.paint([*wave, (1040, 760), (-40, 760)], down(color, mix(color, "#ffffff", 0.25)))


def _bank(canvas, color, reach, top, flip):
    edge = [(-20, top), (reach * 0.3, top + 10), (reach * 0.55, top + 120), (reach * 0.8, top + 190), (reach, 640)]
    points = smooth([*edge, (-20, 660)])
    canvas.paint([(1000 - x, y) for x, y in points] if flip else points, down(color, mix(color, "#ffffff", 0.3)))


def _peaks(canvas, color, snow, dx, top):
    ridge = [(-150, 640), (-20, top + 190), (60, top + 140), (170, top), (300, top + 170), (380, top + 110), (560, 640)]
    shape = [(x + dx + 60, y) for x, y in ridge]
    canvas.paint(shape, down(color, mix(color, "#ffffff", 0.35)))
    x, y = 230 + dx, top
    canvas.paint(
        [(x, y), (x + 62, y + 82), (x + 34, y + 70), (x + 8, y + 108), (x - 24, y + 74), (x - 58, y + 72)], snow
    )


def _table(canvas, region):
    tint = mix(ACCENTS[region], "#fffaf2", 0.86)
    canvas.paint(ellipse(500, 1010, 980, 372), down(mix(tint, "#ffffff", 0.55), tint, mix(tint, "#e9d9c4", 0.4)))
    canvas.soft(500, 800, 520, 150, "#ffffff", 0.5)
