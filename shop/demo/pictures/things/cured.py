"""Cured, dried and braised meat."""

from ..canvas import ball, dark, down, light, mix
from ..shapes import rounded, wobbly
from .roots import chili


def bacon(canvas, x, y, s):
    """Smoked pork belly in a strip."""
    canvas.shadow(x, y + s * 0.56, s * 1.3, s * 0.3)
    body = rounded(x - s * 1.15, y - s * 0.5, x + s * 1.15, y + s * 0.5, s * 0.16)
    canvas.paint(body, down("#5b2a14", "#c0743e", "#f2d3a4", "#a6472e", "#8a3424", "#efcfa0", "#9a3d28", "#f0d2a6"))
    canvas.soft(x - s * 0.4, y - s * 0.2, s * 0.7, s * 0.25, "#fff0d0", 0.35, within=body)


def sausage(canvas, x, y, s):
    """Cured sausages, tied."""
    for step, dy in enumerate((-0.42, 0, 0.42)):
        cy = y + dy * s
        canvas.shadow(x, cy + s * 0.22, s * 1.25, s * 0.14)
        canvas.line(
            [
                (x - s * 1.2, cy + s * 0.12),
                (x - s * 0.4, cy - s * 0.03),
                (x + s * 0.5, cy - s * 0.02),
                (x + s * 1.2, cy + s * 0.1),
            ],
            s * 0.33,
            "#7a2019",
        )
        canvas.line(
            [
                (x - s * 1.2, cy + s * 0.09),
                (x - s * 0.4, cy - s * 0.06),
                (x + s * 0.5, cy - s * 0.05),
                (x + s * 1.2, cy + s * 0.07),
            ],
            s * 0.26,
            "#a8352a",
        )
        for spot in range(16):
            px = x - s * 1.15 + spot * s * 0.15
            canvas.dot(
                px, cy + canvas.rng.uniform(-0.12, 0.1) * s, s * 0.03, "#e9b9a0" if (spot + step) % 2 else "#7a1c18"
            )


def jerky(canvas, x, y, s, base="#6a2c1c"):
    """Strips of dried meat."""
    for step in range(6):
        py, bend = y + (step - 2.5) * s * 0.2, canvas.rng.uniform(-0.14, 0.14) * s
        turn, reach = canvas.rng.uniform(-0.1, 0.1) * s, s * canvas.rng.uniform(0.9, 1.15)
        canvas.shadow(x, py + s * 0.14, reach, s * 0.12, 0.3)
        points = [
            (x - reach, py + turn),
            (x - reach * 0.3, py + bend),
            (x + reach * 0.4, py - bend),
            (x + reach, py - turn),
        ]
        canvas.line(points, s * 0.19, dark(base, 0.3))
        canvas.line([(px, py - s * 0.02) for px, py in points], s * 0.14, base)
        canvas.line([(px, py - s * 0.05) for px, py in points], s * 0.025, light(base, 0.3))


def hot_jerky(canvas, x, y, s):
    jerky(canvas, x, y, s, base="#8c2a1c")
    for _ in range(26):
        canvas.dot(
            x + canvas.rng.uniform(-0.9, 0.9) * s,
            y + canvas.rng.uniform(-0.6, 0.6) * s,
            s * 0.028,
            canvas.rng.choice(("#e2483a", "#f3d9a0")),
        )
    chili(canvas, x + s * 0.5, y + s * 0.75, s * 0.45)


def cubes(canvas, x, y, s):
    """Small cubes of dried meat."""
    for dx, dy in (
        (-0.7, 0.2),
        (-0.2, 0.3),
        (0.35, 0.22),
        (0.8, 0.34),
        (-0.45, -0.15),
        (0.1, -0.1),
        (0.58, -0.12),
        (-0.15, -0.48),
        (0.3, -0.45),
    ):
        cx, cy, r = x + dx * s, y + dy * s, s * 0.23
        canvas.shadow(cx, cy + r, r * 1.2)
        canvas.paint(rounded(cx - r, cy - r * 0.7, cx + r, cy + r, r * 0.2), down("#7f3820", "#4a1c0e"))
        canvas.paint(
            [(cx - r, cy - r * 0.6), (cx - r * 0.6, cy - r), (cx + r * 0.8, cy - r), (cx + r, cy - r * 0.6)], "#a35632"
        )


def shank(canvas, x, y, s):
    """Slices of braised shank with clear sinews."""
    for dx in (-0.66, -0.22, 0.22, 0.66):
        cx = x + dx * s
        canvas.shadow(cx, y + s * 0.6, s * 0.62)
        shape = wobbly(cx, y, s * 0.5, s * 0.62, canvas.rng, 0.06)
        canvas.paint(shape, ball("#7c3d26", "#a96a48", "#4d2112"))
        for _ in range(5):
            px, py = cx + canvas.rng.uniform(-0.3, 0.25) * s, y + canvas.rng.uniform(-0.4, 0.4) * s
            canvas.line([(px - s * 0.1, py), (px, py + s * 0.06), (px + s * 0.1, py - s * 0.04)], s * 0.035, "#d9a878")


def shreds(canvas, x, y, s):
    """Meat torn into shreds."""
    canvas.shadow(x, y + s * 0.5, s * 1.2, s * 0.26)
    for _ in range(70):
        t = canvas.rng.uniform(-1, 1)
        px, py = x + t * s * 0.95, y + s * (0.45 - canvas.rng.uniform(0, 1) * (1 - abs(t) ** 2) * 0.85)
        bend = canvas.rng.uniform(-0.16, 0.16) * s
        canvas.line(
            [(px - s * 0.2, py + bend), (px, py), (px + s * 0.2, py + bend * 0.4)],
            s * 0.055,
            mix("#b0683a", canvas.rng.choice(("#ffffff", "#4a1c08")), canvas.rng.uniform(0, 0.3)),
        )
