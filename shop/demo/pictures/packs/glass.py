"""Jars and bottles."""

from ..canvas import across, dark, down, light
from ..shapes import rounded
from .labels import CREAM, label


def jar(canvas, x, y, w, h, inside, thing, accent):
    """A glass jar with a lid; ``inside`` is the colour of what fills it."""
    canvas.shadow(x, y - 4, w * 0.68, 34, 0.5)
    glass = rounded(x - w / 2, y - h * 0.84, x + w / 2, y, w * 0.16)
    canvas.paint(glass, across("#cfdedb", "#f6fbfa", "#e6f0ee", "#f6fbfa", "#b9cdc9"))
    fill = rounded(x - w / 2 + 9, y - h * 0.74, x + w / 2 - 9, y - 9, w * 0.13)
    canvas.paint(fill, across(dark(inside, 0.2), light(inside, 0.3), inside, light(inside, 0.12), dark(inside, 0.32)))
    canvas.paint(
        rounded(x - w * 0.44, y - h, x + w * 0.44, y - h * 0.82, 12),
        across(dark(accent, 0.2), light(accent, 0.3), accent, dark(accent, 0.3)),
    )
    canvas.line([(x - w * 0.43, y - h * 0.865), (x + w * 0.43, y - h * 0.865)], 3, dark(accent, 0.35))
    label(canvas, x, y - h * 0.4, w * 0.34, thing, accent)
    canvas.soft(x - w * 0.36, y - h * 0.45, w * 0.09, h * 0.34, "#ffffff", 0.8)


def bottle(canvas, x, y, w, h, inside, thing, accent):
    """A slim glass bottle."""
    canvas.shadow(x, y - 4, w * 0.75, 30, 0.5)
    neck = w * 0.17
    half = [(neck, y - h * 0.93), (neck, y - h * 0.72), (w * 0.46, y - h * 0.58), (w * 0.5, y - h * 0.48)]
    half += [(w * 0.5, y - h * 0.06), (w * 0.42, y)]
    shape = [(x + dx, py) for dx, py in half] + [(x - dx, py) for dx, py in reversed(half)]
    canvas.paint(shape, across(dark(inside, 0.28), light(inside, 0.4), inside, light(inside, 0.15), dark(inside, 0.38)))
    canvas.paint(
        rounded(x - neck - 7, y - h, x + neck + 7, y - h * 0.89, 8),
        across(dark(accent, 0.2), light(accent, 0.25), accent, dark(accent, 0.3)),
    )
    canvas.paint(
        [
            (x - w * 0.5, y - h * 0.46),
            (x + w * 0.5, y - h * 0.46),
            (x + w * 0.5, y - h * 0.12),
            (x - w * 0.5, y - h * 0.12),
        ],
        across("#e3d7bd", "#fffaf0", CREAM, "#d8caab"),
    )
    canvas.paint(
        [
            (x - w * 0.5, y - h * 0.46),
            (x + w * 0.5, y - h * 0.46),
            (x + w * 0.5, y - h * 0.43),
            (x - w * 0.5, y - h * 0.43),
        ],
        accent,
    )
    thing(canvas, x, y - h * 0.28, w * 0.24)
    canvas.soft(x - w * 0.3, y - h * 0.5, w * 0.08, h * 0.34, "#ffffff", 0.75, within=shape)


def jug(canvas, x, y, w, h, inside, thing, accent):
    """A big oil bottle with a handle."""
    canvas.shadow(x, y - 4, w * 0.68, 44, 0.5)
    half = [
        (w * 0.12, y - h * 0.93),
        (w * 0.13, y - h * 0.84),
        (w * 0.44, y - h * 0.7),
        (w * 0.5, y - h * 0.58),
        (w * 0.5, y - 26),
        (w * 0.43, y),
    ]
    shape = [(x + dx, py) for dx, py in half] + [(x - dx, py) for dx, py in reversed(half)]
    canvas.paint(
        shape, across(dark(inside, 0.25), light(inside, 0.45), inside, light(inside, 0.2), inside, dark(inside, 0.35))
    )
    canvas.line([(x + w * 0.12, y - h * 0.88), (x + w * 0.36, y - h * 0.86), (x + w * 0.42, y - h * 0.72)], 26, accent)
    canvas.paint(
        rounded(x - w * 0.16, y - h, x + w * 0.16, y - h * 0.9, 10),
        across(dark(accent, 0.2), light(accent, 0.3), accent, dark(accent, 0.3)),
    )
    for step in range(3):
        canvas.line([(x - w * 0.47, y - 40 - step * 16), (x + w * 0.47, y - 40 - step * 16)], 4, dark(inside, 0.18))
    canvas.paint(rounded(x - w * 0.4, y - h * 0.58, x + w * 0.4, y - h * 0.16, 20), down("#fffdf5", CREAM))
    canvas.paint(rounded(x - w * 0.4, y - h * 0.26, x + w * 0.4, y - h * 0.16, 20), accent)
    thing(canvas, x, y - h * 0.42, w * 0.18)
    canvas.soft(x - w * 0.36, y - h * 0.5, w * 0.08, h * 0.4, "#ffffff", 0.8, within=shape)
