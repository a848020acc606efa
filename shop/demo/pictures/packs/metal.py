"""Tins, cans and cups."""

from ..canvas import across, dark, down, light, mix
from ..shapes import arc, ellipse
from .labels import CREAM, label


def tin(canvas, x, y, w, h, thing, accent):
    """A round metal tin with a lid."""
    canvas.shadow(x, y - 2, w * 0.68, 36, 0.5)
    sides = across(dark(accent, 0.35), accent, light(accent, 0.35), accent, dark(accent, 0.12), dark(accent, 0.45))
    canvas.paint([*arc(x, y - w * 0.1, w / 2, w * 0.12, 0, 180), (x - w / 2, y - h), (x + w / 2, y - h)], sides)
    band = [*arc(x, y - h * 0.22, w / 2, w * 0.12, 0, 180), *reversed(arc(x, y - h * 0.7, w / 2, w * 0.12, 0, 180))]
    canvas.paint(band, across("#d9cba9", "#fffaf0", CREAM, "#f6edd8", "#c9b88f"))
    lid = mix(accent, "#d9b25a", 0.55)
    canvas.paint(
        [*arc(x, y - h * 0.88, w / 2 + 5, w * 0.12, 0, 180), (x - w / 2 - 5, y - h), (x + w / 2 + 5, y - h)],
        across(dark(lid, 0.3), light(lid, 0.4), lid, dark(lid, 0.35)),
    )
    canvas.paint(ellipse(x, y - h, w / 2 + 5, w * 0.13), down(light(lid, 0.5), lid))
    thing(canvas, x, y - h * 0.38, w * 0.21)


def can(canvas, x, y, w, h, thing, accent):
    """A tin can with metal rims."""
    canvas.shadow(x, y - 2, w * 0.68, 32, 0.5)
    metal = across("#8d9499", "#f3f6f7", "#c9cfd2", "#eef1f2", "#7d858a")
    canvas.paint([*arc(x, y - w * 0.1, w / 2, w * 0.12, 0, 180), (x - w / 2, y - h), (x + w / 2, y - h)], metal)
    body = [
        *arc(x, y - h * 0.12 - w * 0.06, w / 2, w * 0.12, 0, 180),
        *reversed(arc(x, y - h * 0.94, w / 2, w * 0.12, 0, 180)),
    ]
    canvas.paint(body, across(dark(accent, 0.35), light(accent, 0.22), accent, accent, dark(accent, 0.4)))
    canvas.paint(ellipse(x, y - h, w / 2, w * 0.12), down("#ffffff", "#b9c1c5"))
    canvas.paint(ellipse(x, y - h + 2, w * 0.42, w * 0.085), down("#c4cbcf", "#eef2f3"))
    label(canvas, x, y - h * 0.46, w * 0.32, thing, "#f3dfae")


def cup(canvas, x, y, w, h, thing, accent):
    """A yogurt cup with a foil lid."""
    canvas.shadow(x, y - 2, w * 0.6, 30, 0.5)
    shape = [(x - w * 0.5, y - h), (x + w * 0.5, y - h), (x + w * 0.38, y), (x - w * 0.38, y)]
    canvas.paint(shape, across("#d5dde2", "#ffffff", "#f6f9fa", "#c3ced5"))
    canvas.paint(
        [
            (x - w * 0.47, y - h * 0.74),
            (x + w * 0.47, y - h * 0.74),
            (x + w * 0.41, y - h * 0.2),
            (x - w * 0.41, y - h * 0.2),
        ],
        across(dark(accent, 0.2), light(accent, 0.25), accent, dark(accent, 0.25)),
    )
    canvas.paint(ellipse(x, y - h, w * 0.55, w * 0.13), down("#ffffff", "#cfd8dd"))
    canvas.paint(ellipse(x, y - h - 3, w * 0.46, w * 0.1), light(accent, 0.45))
    canvas.paint(ellipse(x, y - h * 0.47, w * 0.26), CREAM)
    thing(canvas, x, y - h * 0.46, w * 0.13)
