"""Grain in heaps and ears, and noodles."""

from math import cos, radians, sin

from ..canvas import ball, dark, down, light, mix
from ..shapes import ellipse, placed, smooth
from .orchard import leaf


def grains(colors, size=0.075):
    """Return a painter of a heap of grains in some colours."""

    def heap(canvas, x, y, s):
        rng = canvas.rng
        canvas.shadow(x, y + s * 0.55, s * 1.25, s * 0.3)
        base = placed(
            smooth([(-1.1, 0.58), (-0.75, 0.1), (-0.2, -0.42), (0.25, -0.4), (0.8, 0.14), (1.1, 0.58)]), x, y, s
        )
        canvas.paint(base, down(light(colors[0], 0.25), dark(colors[0], 0.25)))
        for _ in range(260):
            t = rng.uniform(-1, 1)
            height = (1 - abs(t) ** 1.5) * 0.98
            px, py = x + t * s * 1.06, y + s * (0.58 - rng.uniform(0, 1) ** 0.8 * height)
            color = mix(rng.choice(colors), rng.choice(("#ffffff", "#4a3018")), rng.uniform(0, 0.2))
            canvas.paint(ellipse(px, py, s * size, s * size * 0.66, rng.uniform(0, 180), points=10), color)

    return heap


def cob(canvas, x, y, s):
    """An ear of corn in its husk, lying aslant."""
    canvas.shadow(x, y + s * 0.5, s * 1.25, s * 0.3)
    turn = -24
    for spread in (28, -24):
        husk = smooth([(1.25, 0), (0.7, -0.35), (0.0, -0.34), (-0.2, 0), (0.0, 0.3), (0.7, 0.3)])
        canvas.paint(
            placed(husk, x + s * 0.12, y + spread * s * 0.004, s, turn + spread * 0.55), down("#b7cf74", "#6f9440")
        )
    body = placed(
        smooth([(-1.15, 0), (-0.8, -0.26), (0, -0.36), (0.7, -0.33), (0.7, 0.33), (0, 0.36), (-0.8, 0.26)]),
        x,
        y,
        s,
        turn,
    )
    canvas.paint(body, down("#ffe07a", "#f3b52c", "#c98512"))
    for row in range(-3, 4):
        for place in range(17):
            px, py = -1.02 + place * 0.105 + (row % 2) * 0.05, row * 0.092
            spot = placed([(px, py)], x, y, s, turn)[0]
            canvas.paint(
                ellipse(*spot, s * 0.052, s * 0.045, turn, points=14),
                ball("#f6c23a", "#fff0b0", "#d08c14"),
                within=body,
            )
    near = smooth([(1.3, 0.1), (0.75, 0.08), (0.2, 0.2), (0.1, 0.42), (0.8, 0.42)])
    canvas.paint(placed(near, x, y, s, turn), down("#a9c667", "#6b8f3c"))


def ear(canvas, x, y, s, base="#e0b04c"):
    """An ear of wheat or barley."""
    canvas.line(
        [(x - s * 0.5, y + s * 1.1), (x - s * 0.15, y + s * 0.2), (x + s * 0.2, y - s * 0.9)], s * 0.05, dark(base, 0.1)
    )
    for step in range(7):
        px, py = x - s * 0.1 + step * s * 0.05, y + s * 0.1 - step * s * 0.17
        for side in (-1, 1):
            canvas.line([(px, py), (px + side * s * 0.42, py - s * 0.62)], s * 0.014, light(base, 0.3))
            shape = ellipse(px + side * s * 0.12, py, s * 0.17, s * 0.08, side * -52 if side > 0 else 52, points=18)
            canvas.paint(shape, ball(base))


def barley_ear(canvas, x, y, s):
    ear(canvas, x, y, s, base="#7d6a58")


def noodles(canvas, x, y, s, base="#f3e2b8", band="#c8452f"):
    """A bundle of dry noodles, tied."""
    canvas.shadow(x, y + s * 0.42, s * 1.4, s * 0.26)
    for step in range(26):
        dy = (step - 12.5) / 12.5
        color = mix(base, "#8a6a3c", 0.34 * abs(dy) + canvas.rng.uniform(0, 0.12))
        jut = canvas.rng.uniform(0, 0.06) * s
        waist = y + dy * s * 0.26
        canvas.line(
            [(x - s * 1.3 - jut, y + dy * s * 0.34), (x, waist), (x + s * 1.3 + jut, y + dy * s * 0.34)],
            s * 0.034,
            color,
        )
    canvas.paint(
        [
            (x - s * 0.2, y - s * 0.3),
            (x + s * 0.2, y - s * 0.3),
            (x + s * 0.2, y + s * 0.3),
            (x - s * 0.2, y + s * 0.3),
        ],
        down(light(band, 0.2), band, dark(band, 0.3)),
    )


def dark_noodles(canvas, x, y, s):
    noodles(canvas, x, y, s, base="#c9b298", band="#285a7d")


def buckwheat_noodles(canvas, x, y, s):
    noodles(canvas, x, y, s, base="#b99a78", band="#9c2f20")


def rape(canvas, x, y, s):
    """A sprig of rape in flower."""
    canvas.line([(x, y + s * 1.1), (x - s * 0.05, y + s * 0.2), (x + s * 0.05, y - s * 0.6)], s * 0.06, "#6a9440")
    leaf(canvas, x - s * 0.03, y + s * 0.6, s * 0.8, -40, "#6a9a45")
    for dx, dy in ((0, -0.8), (-0.4, -0.5), (0.42, -0.45), (-0.2, -0.15), (0.25, -0.1), (0.02, -0.45)):
        for turn in range(45, 360, 90):
            px, py = x + dx * s + cos(radians(turn)) * s * 0.13, y + dy * s + sin(radians(turn)) * s * 0.13
            canvas.paint(ellipse(px, py, s * 0.13, s * 0.1, turn, points=20), ball("#f7cf2d", "#fff3a0", "#d99e10"))
        canvas.dot(x + dx * s, y + dy * s, s * 0.06, "#a77a12")
