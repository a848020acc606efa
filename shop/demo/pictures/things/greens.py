"""Cabbage, mushrooms, eggs."""

from math import cos, radians, sin

from ..canvas import across, ball, dark, down, light
from ..shapes import ellipse, mirrored, placed, smooth, wobbly

CAP = smooth(mirrored([(0, -0.72), (0.5, -0.62), (0.92, -0.22), (1.0, 0.1), (0.7, 0.26), (0.3, 0.2), (0, 0.2)]))


def wood_ear(canvas, x, y, s):
    """Frilled black fungus."""
    canvas.shadow(x, y + s * 0.55, s * 1.25)
    for dx, dy, k in ((-0.5, 0.15, 0.62), (0.5, 0.18, 0.6), (0, -0.18, 0.72), (0.05, 0.3, 0.5)):
        shape = wobbly(x + dx * s, y + dy * s, s * k, s * k * 0.7, canvas.rng, 0.2, 13)
        canvas.paint(shape, ball("#3b2a26", "#8a6d62", "#160d0c"))
        canvas.paint(
            wobbly(x + dx * s, y + dy * s + s * 0.04, s * k * 0.6, s * k * 0.34, canvas.rng, 0.25),
            down("#1d1312", "#4a3630"),
            opacity=0.7,
        )


def shiitake(canvas, x, y, s):
    """A thick mushroom with a cracked cap."""
    canvas.shadow(x, y + s * 0.72, s * 0.9)
    canvas.paint(
        placed(smooth([(-0.25, 0), (0.25, 0), (0.32, 0.7), (0, 0.8), (-0.32, 0.7)]), x, y, s),
        across("#f3e6cf", "#fffaf0", "#cdb792"),
    )
    shape = placed(CAP, x, y, s)
    canvas.paint(ellipse(x, y + s * 0.16, s * 0.82, s * 0.16), "#e9d9bd")
    canvas.paint(shape, ball("#7a4b2a", "#b98556", "#43250f"))
    for turn in range(0, 180, 26):
        a = radians(turn + 190)
        points = [(x + cos(a) * s * r, y - s * 0.1 + sin(a) * s * r * 0.6) for r in (0.1, 0.45, 0.8)]
        canvas.line([(px + canvas.rng.uniform(-0.04, 0.04) * s, py) for px, py in points], s * 0.035, "#e2c59a")
    canvas.soft(x - s * 0.35, y - s * 0.35, s * 0.35, s * 0.2, "#fff0d8", 0.5, within=shape)


def cabbage(canvas, x, y, s):
    """A small Chinese cabbage, standing."""
    canvas.shadow(x, y + s * 1.1, s * 0.8)
    for dx, turn, color in (
        (-0.42, -14, "#cfe08a"),
        (0.42, 14, "#c3d87c"),
        (-0.2, -6, "#dceaa0"),
        (0.22, 7, "#e3efae"),
        (0, 0, "#f0f6c9"),
    ):
        shape = smooth(
            [
                (0, -1.25),
                (0.3, -1.1),
                (0.45, -0.6),
                (0.34, 0.4),
                (0.26, 1.1),
                (0, 1.16),
                (-0.26, 1.1),
                (-0.34, 0.4),
                (-0.45, -0.6),
                (-0.3, -1.1),
            ]
        )
        outline = placed(shape, x + dx * s, y, s * 0.92, turn)
        canvas.paint(outline, down(color, light(color, 0.35), "#fdfdf2"))
        canvas.line(placed([(0, -0.95), (0, 1.0)], x + dx * s, y, s * 0.92, turn), s * 0.05, "#ffffff")
        for dy in (-0.6, -0.2, 0.2):
            for side in (-1, 1):
                canvas.line(
                    placed([(0, dy + 0.25), (side * 0.26, dy - 0.1)], x + dx * s, y, s * 0.92, turn),
                    s * 0.014,
                    "#fbfdee",
                )


def egg(canvas, x, y, s, base="#e2b48a"):
    canvas.shadow(x, y + s * 0.95, s * 0.85)
    shape = placed(
        smooth(mirrored([(0, -1.05), (0.4, -0.85), (0.72, -0.2), (0.76, 0.35), (0.45, 0.86), (0, 1.0)])), x, y, s
    )
    canvas.paint(shape, ball(base, light(base, 0.6), dark(base, 0.25)))
