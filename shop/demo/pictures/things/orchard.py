"""Apples, cherries, peaches, melons, persimmons."""

from math import cos, radians, sin

from ..canvas import ball, dark, down, light, mix
from ..shapes import arc, ellipse, mirrored, placed, smooth, wobbly

APPLE = smooth(
    mirrored(
        [(0, -0.74), (0.3, -0.9), (0.74, -0.78), (0.98, -0.28), (0.93, 0.28), (0.64, 0.82), (0.3, 0.95), (0, 0.88)]
    )
)
PEACH = smooth(
    mirrored([(0, -0.86), (0.34, -0.92), (0.8, -0.62), (0.97, -0.05), (0.8, 0.5), (0.4, 0.84), (0.08, 1.0), (0, 1.04)])
)


def leaf(canvas, x, y, size, turn, color="#4f8f3f"):
    shape = placed(smooth([(0, 0), (0.35, -0.28), (0.8, -0.2), (1.1, 0.02), (0.7, 0.2), (0.3, 0.18)]), x, y, size, turn)
    canvas.paint(shape, down(light(color, 0.25), dark(color, 0.2)))
    canvas.line([(x, y), *placed([(0.95, 0)], x, y, size, turn)], size * 0.03, light(color, 0.45))


def apple(canvas, x, y, s, base="#d3302b", blush="#f3b04b"):
    """A round apple with fine streaks, a stem and a leaf."""
    rng, shape = canvas.rng, placed(APPLE, x, y, s)
    canvas.shadow(x, y + s * 0.9, s * 1.15)
    canvas.paint(shape, ball(base, light(base, 0.35), dark(base, 0.4)))
    canvas.soft(x + s * 0.42, y + s * 0.3, s * 0.6, s * 0.7, blush, 0.5, within=shape)
    for _ in range(16):
        a = radians(rng.uniform(200, 340))
        start, end = rng.uniform(0.1, 0.35), rng.uniform(0.5, 0.85)
        points = [
            (x + cos(a) * s * r * 0.95, y - s * 0.45 + sin(a) * s * r * 0.2 + s * r * r * 0.75) for r in (start, end)
        ]
        canvas.line(points, s * 0.012, mix(base, blush, 0.42))
    canvas.soft(x, y - s * 0.72, s * 0.4, s * 0.16, dark(base, 0.6), 0.75, within=shape)
    canvas.soft(x - s * 0.4, y - s * 0.3, s * 0.34, s * 0.42, "#ffffff", 0.62, within=shape)
    canvas.line([(x, y - s * 0.7), (x + s * 0.03, y - s * 0.9), (x + s * 0.12, y - s * 1.08)], s * 0.07, "#5b3b20")
    leaf(canvas, x + s * 0.06, y - s * 0.9, s * 0.62, -24)


def gala(canvas, x, y, s):
    apple(canvas, x, y, s, base="#d9502f", blush="#f7d469")


def cherry(canvas, x, y, s, base="#b3122a"):
    """A pair of cherries on long stems."""
    r, top = s * 0.52, (x + s * 0.1, y - s * 1.35)
    for dx, dy in ((-0.46, 0.3), (0.46, 0.42)):
        cx, cy = x + dx * s, y + dy * s
        canvas.shadow(cx, cy + r * 0.92, r * 1.1)
        canvas.line(
            [(cx, cy - r * 0.8), (cx * 0.5 + top[0] * 0.5 + dx * s * 0.3, cy - s * 0.9), top], s * 0.045, "#6d7f2f"
        )
        shape = placed(APPLE, cx, cy, r)
        canvas.paint(shape, ball(base, light(base, 0.4), dark(base, 0.55)))
        canvas.soft(cx - r * 0.35, cy - r * 0.3, r * 0.3, r * 0.36, "#ffffff", 0.85, within=shape)
    leaf(canvas, top[0], top[1], s * 0.75, 18)


def red_cherry(canvas, x, y, s):
    cherry(canvas, x, y, s, base="#d8262e")


def peach(canvas, x, y, s, base="#f6b183", blush="#e0526a"):
    """A peach with a seam and a rosy cheek."""
    shape = placed(PEACH, x, y, s)
    canvas.shadow(x, y + s * 0.95, s * 1.1)
    canvas.paint(shape, ball(base, light(base, 0.55), dark(base, 0.22)))
    canvas.soft(x + s * 0.25, y - s * 0.1, s * 0.85, s * 0.95, blush, 0.85, within=shape)
    canvas.soft(x - s * 0.45, y - s * 0.25, s * 0.42, s * 0.5, "#fff3df", 0.6, within=shape)
    seam = [
        (x - s * 0.04, y - s * 0.82),
        (x - s * 0.2, y - s * 0.4),
        (x - s * 0.22, y + s * 0.1),
        (x - s * 0.1, y + s * 0.7),
    ]
    canvas.line(seam, s * 0.025, dark(blush, 0.15))
    leaf(canvas, x + s * 0.02, y - s * 0.84, s * 0.85, -30)
    leaf(canvas, x - s * 0.02, y - s * 0.84, s * 0.6, 200, "#5d9a48")


def red_peach(canvas, x, y, s):
    peach(canvas, x, y, s, base="#f08a72", blush="#c82a4c")


def watermelon(canvas, x, y, s):
    """A whole melon with dark stripes."""
    shape = ellipse(x, y, s, s * 0.94)
    canvas.shadow(x, y + s * 0.9, s * 1.15)
    canvas.paint(shape, ball("#4f9a4a", "#a6d37f", "#1f5a2c"))
    for place in range(-3, 4):
        bend = place * s * 0.36
        steps = [t / 10 for t in range(-10, 11)]
        spine = [(x + bend * (1 - t * t) ** 0.5, y + t * s * 0.93) for t in steps]
        jag = [canvas.rng.uniform(0.03, 0.085) * s for _ in spine]
        stripe = [(px - j, py) for (px, py), j in zip(spine, jag, strict=True)]
        stripe += [(px + j, py) for (px, py), j in reversed(list(zip(spine, jag, strict=True)))]
        canvas.paint(stripe, down("#2a6a35", "#174a24"), within=shape, opacity=0.85)
    canvas.soft(x - s * 0.38, y - s * 0.42, s * 0.42, s * 0.36, "#ffffff", 0.5, within=shape)
    canvas.line([(x, y - s * 0.9), (x + s * 0.05, y - s * 1.05), (x + s * 0.2, y - s * 1.1)], s * 0.06, "#6a7a34")


def melon_slice(canvas, x, y, s):
    """A wedge of red melon, standing."""
    canvas.shadow(x, y + s * 0.52, s * 1.1)
    for r, color in ((1, "#2f7a3a"), (0.93, "#e9f2cf"), (0.87, "#ee4b4e")):
        canvas.paint([*arc(x, y - s * 0.35, s * r, s * 0.9 * r, 0, 180)], down(light(color, 0.12), color))
    for dx, dy in ((-0.5, 0.05), (-0.2, 0.22), (0.12, 0.1), (0.42, 0.08), (0.02, -0.1), (-0.3, -0.12), (0.3, -0.14)):
        canvas.paint(ellipse(x + dx * s, y - s * 0.2 + dy * s, s * 0.03, s * 0.05, turn=dx * 40), "#3a1d16")


def persimmon(canvas, x, y, s):
    """A dried persimmon dusted with its own sugar."""
    shape = wobbly(x, y, s, s * 0.74, canvas.rng, 0.05)
    canvas.shadow(x, y + s * 0.68, s * 1.1)
    canvas.paint(shape, ball("#c4581f", "#f0a45a", "#7c2d0c"))
    for _ in range(26):
        canvas.soft(
            x + canvas.rng.uniform(-0.8, 0.8) * s,
            y + canvas.rng.uniform(-0.6, 0.5) * s,
            s * 0.22,
            s * 0.14,
            "#fff6ea",
            0.42,
            within=shape,
        )
    for turn in (20, 110, 200, 290):
        leaf(canvas, x, y - s * 0.3, s * 0.34, turn, "#8a6a3a")


def ring(canvas, x, y, s):
    """A crisp ring of apple."""
    canvas.shadow(x, y + s * 0.72, s)
    shape = wobbly(x, y, s * 0.95, s * 0.8, canvas.rng, 0.06, 12)
    canvas.paint(shape, down("#d2503c", "#b8392c"))
    inner = placed([((px - x) / s, (py - y) / s) for px, py in shape], x, y, s * 0.92)
    canvas.paint(inner, ball("#f7e3b4", "#fff8e2", "#dcb976"))
    canvas.paint(ellipse(x, y, s * 0.2, s * 0.17), "#e6c98c")
    for turn in range(0, 360, 72):
        canvas.paint(placed(smooth([(0.1, 0), (0.24, -0.07), (0.36, 0), (0.24, 0.07)]), x, y, s * 0.9, turn), "#c69a58")
