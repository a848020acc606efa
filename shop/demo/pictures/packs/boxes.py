"""Cartons, gift boxes and paper boxes; fronts are painted over the goods, backs before them."""

from ..canvas import across, ball, dark, down, light, mix
from ..shapes import ellipse, rounded
from .labels import CREAM, KRAFT, bars, label


def carton(canvas, x, y, w, h, thing, accent):
    """The front of an open carton, painted over the goods that stand in it."""
    left, right = x - w / 2, x + w / 2
    canvas.paint(
        [(left, y - h), (right, y - h), (right - 18, y), (left + 18, y)],
        down(light(KRAFT, 0.12), KRAFT, dark(KRAFT, 0.18)),
    )
    canvas.paint(
        [(left - 14, y - h - 6), (right + 14, y - h - 6), (right, y - h + 26), (left, y - h + 26)],
        down("#e9c897", "#c89a60"),
    )
    canvas.paint(
        [(left + 3, y - h * 0.42), (right - 3, y - h * 0.42), (right - 9, y - h * 0.2), (left + 9, y - h * 0.2)], accent
    )
    label(canvas, x, y - h * 0.44, h * 0.27, thing, accent)
    for side in (-1, 1):
        canvas.paint(
            rounded(x + side * w * 0.34 - 40, y - h * 0.74, x + side * w * 0.34 + 40, y - h * 0.63, 16),
            dark(KRAFT, 0.55),
        )


def carton_back(canvas, x, y, w, h):
    """The inside of a carton, painted before the goods."""
    canvas.shadow(x, y - 4, w * 0.62, 56, 0.5)
    back = [(x - w * 0.44, y - h - 70), (x + w * 0.44, y - h - 70), (x + w * 0.5, y - h), (x - w * 0.5, y - h)]
    canvas.paint(back, down("#a97c47", "#7d5830"))
    for side in (-1, 1):
        flap = [
            (x + side * w * 0.5, y - h),
            (x + side * w * 0.44, y - h - 70),
            (x + side * w * 0.6, y - h - 40),
            (x + side * w * 0.63, y - h + 30),
        ]
        canvas.paint(flap, down("#e3bf8b", "#c4965a"))


def gift(canvas, x, y, w, h, thing, accent):
    """A closed gift box with a ribbon and a handle."""
    left, right, lid = x - w / 2, x + w / 2, y - h * 0.74
    canvas.shadow(x, y - 4, w * 0.62, 52, 0.5)
    canvas.line(
        [(x - 70, y - h - 6), (x - 64, y - h - 74), (x, y - h - 92), (x + 64, y - h - 74), (x + 70, y - h - 6)],
        14,
        "#d9b25a",
    )
    canvas.paint(
        [(left + 12, lid), (right - 12, lid), (right - 12, y), (left + 12, y)],
        across(dark(accent, 0.12), accent, light(accent, 0.1), accent, dark(accent, 0.3)),
    )
    canvas.paint(
        [(left - 6, y - h), (right + 6, y - h), (right + 6, lid), (left - 6, lid)],
        across(accent, light(accent, 0.22), accent, dark(accent, 0.2)),
    )
    canvas.paint(
        [(left + 12, lid), (right - 12, lid), (right - 12, lid + 20), (left + 12, lid + 20)],
        dark(accent, 0.55),
        opacity=0.35,
    )
    for inset in (26, 36):
        points = rounded(left + inset + 8, lid + inset, right - inset - 8, y - inset, 14)
        canvas.line([*points, points[0]], 2.5, "#e8c878")
    label(canvas, x, y - h * 0.36, h * 0.24, thing, "#e2bd68")
    canvas.paint(
        [(left - 6, y - h), (right + 6, y - h), (right + 6, y - h + 10), (left - 6, y - h + 10)],
        light(accent, 0.4),
        opacity=0.7,
    )


def open_box(canvas, x, y, w, h, accent):
    """An open gift box seen from above, lined with tissue."""
    canvas.shadow(x, y + h * 0.5, w * 0.64, 70, 0.5)
    canvas.paint(rounded(x - w / 2, y - h / 2, x + w / 2, y + h / 2 + 26, 26), dark(accent, 0.35))
    canvas.paint(rounded(x - w / 2, y - h / 2, x + w / 2, y + h / 2, 26), down(light(accent, 0.15), accent))
    canvas.paint(
        rounded(x - w / 2 + 16, y - h / 2 + 16, x + w / 2 - 16, y + h / 2 - 16, 18), down("#e9dcc2", "#fbf4e4")
    )
    for row in range(3):
        for column in range(4):
            cx, cy = x - w * 0.345 + column * w * 0.23, y - h * 0.28 + row * h * 0.302
            canvas.paint(ellipse(cx, cy + 8, w * 0.104, h * 0.14), ball("#d8c6a2", "#b9a37c", "#efe4cc"))


def box(canvas, x, y, w, h, thing, accent):
    """A small upright paper box."""
    depth = w * 0.22
    canvas.shadow(x + depth / 3, y - 2, w * 0.72, 40, 0.5)
    left, right = x - w / 2, x + w / 2
    canvas.paint(
        [(right, y - h), (right + depth, y - h - depth * 0.5), (right + depth, y - depth * 0.4), (right, y)],
        down(dark(accent, 0.2), dark(accent, 0.4)),
    )
    canvas.paint(
        [(left, y - h), (left + depth, y - h - depth * 0.5), (right + depth, y - h - depth * 0.5), (right, y - h)],
        light(accent, 0.3),
    )
    canvas.paint([(left, y - h), (right, y - h), (right, y), (left, y)], down(light(accent, 0.12), accent))
    canvas.paint([(left, y - h * 0.34), (right, y - h * 0.34), (right, y), (left, y)], down(CREAM, "#efe3c8"))
    label(canvas, x, y - h * 0.52, w * 0.3, thing, "#e2bd68")
    bars(canvas, x, y - h * 0.17, w * 0.5, accent)


def carafe(canvas, x, y, w, h, thing, accent):
    """A brick carton of milk with a straw fold."""
    box(canvas, x, y, w, h, thing, mix(accent, "#ffffff", 0.25))
