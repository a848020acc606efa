"""Roots, tubers, spices and what grows on high meadows."""

from ..canvas import ball, dark, down, mix
from ..shapes import arc, ellipse, mirrored, placed, rounded, smooth, wobbly
from .orchard import leaf

TURNIP = smooth(
    mirrored([(0, -0.5), (0.4, -0.6), (0.9, -0.4), (1.0, 0.05), (0.7, 0.45), (0.25, 0.7), (0.05, 1.05), (0, 1.2)])
)


def roots(canvas, x, y, s, base="#dcbf8c"):
    """Dried roots in a loose bundle."""
    canvas.shadow(x, y + s * 0.4, s * 1.4, s * 0.25)
    for step in range(6):
        dy = (step - 2.5) * s * 0.15
        bend = canvas.rng.uniform(-0.12, 0.12) * s
        points = [
            (x - s * 1.15, y + dy + bend),
            (x - s * 0.3, y + dy * 0.8),
            (x + s * 0.4, y + dy - bend),
            (x + s * 1.2, y + dy * 0.6 + bend),
        ]
        canvas.line([(px, py + s * 0.03) for px, py in points], s * 0.15, dark(base, 0.32))
        canvas.line(points, s * 0.125, mix(base, "#ffffff", 0.06 * step))
        for px, py in points[:3]:
            canvas.line([(px + s * 0.2, py - s * 0.05), (px + s * 0.2, py + s * 0.05)], s * 0.018, dark(base, 0.25))


def peppercorns(canvas, x, y, s):
    """Red Sichuan pepper, husks split open."""
    rng = canvas.rng
    canvas.shadow(x, y + s * 0.45, s * 1.2, s * 0.28)
    for _ in range(60):
        t = rng.uniform(-1, 1)
        px, py = x + t * s, y + s * (0.48 - rng.uniform(0, 1) * (1 - abs(t) ** 1.4) * 0.8)
        r = s * rng.uniform(0.085, 0.12)
        canvas.paint(ellipse(px, py, r, points=20), ball(rng.choice(("#a8281e", "#bc3a26", "#8e1d1c"))))
        canvas.paint(arc(px, py, r * 0.6, r * 0.5, -40, 120, 8), "#4a0f10")


def turnip(canvas, x, y, s):
    """A flat white root with a green top."""
    canvas.shadow(x, y + s * 0.75, s * 1.05)
    for turn in (-130, -105, -80, -55):
        leaf(canvas, x, y - s * 0.42, s * 0.95, turn, "#5c9444")
    shape = placed(TURNIP, x, y, s)
    canvas.paint(shape, ball("#f4ecd9", "#ffffff", "#ad9a72"))
    canvas.soft(x, y - s * 0.5, s * 0.8, s * 0.45, "#b9cf86", 0.7, within=shape)


def chip(canvas, x, y, s):
    """A dried slice of root."""
    canvas.shadow(x, y + s * 0.72, s)
    canvas.paint(wobbly(x, y, s * 0.95, s * 0.78, canvas.rng, 0.08, 12), ball("#d9c59c", "#f3e6c8", "#a98d5c"))
    canvas.paint(wobbly(x, y, s * 0.8, s * 0.64, canvas.rng, 0.08, 12), ball("#f6ecd4", "#fffaf0", "#dcc79c"))
    for turn in range(0, 360, 40):
        canvas.line(placed([(0.2, 0), (0.55, 0)], x, y, s, turn), s * 0.02, "#d8c296")


def tubers(canvas, x, y, s):
    """Silverweed tubers: small, brown, knobbly."""
    rng = canvas.rng
    canvas.shadow(x, y + s * 0.5, s * 1.2, s * 0.28)
    for _ in range(64):
        t = rng.uniform(-1, 1)
        px, py = x + t * s, y + s * (0.52 - rng.uniform(0, 1) * (1 - abs(t) ** 1.4) * 0.9)
        shape = ellipse(px, py, s * rng.uniform(0.12, 0.17), s * 0.075, rng.uniform(0, 180), points=20)
        canvas.paint(shape, ball(rng.choice(("#7a4a2c", "#8e5a36", "#663a20"))))


def caterpillar(canvas, x, y, s):
    """Cordyceps in a row."""
    canvas.shadow(x, y + s * 0.7, s * 1.2, s * 0.22)
    for step in range(-3, 4):
        px = x + step * s * 0.32
        canvas.line([(px + s * 0.08, y - s * 0.95), (px, y - s * 0.4), (px, y)], s * 0.06, "#4a3020")
        for ring in range(8):
            canvas.paint(ellipse(px, y + ring * s * 0.09, s * 0.11, s * 0.065), ball("#d3a047", "#f2d58c", "#8a5f1c"))


def potato(canvas, x, y, s):
    shape = wobbly(x, y, s * 1.05, s * 0.78, canvas.rng, 0.07, turn=canvas.rng.uniform(-25, 25))
    canvas.shadow(x, y + s * 0.7, s * 1.15)
    canvas.paint(shape, ball("#d9b06a", "#f5dfa8", "#94682c"))
    for _ in range(9):
        px, py = x + canvas.rng.uniform(-0.7, 0.7) * s, y + canvas.rng.uniform(-0.5, 0.5) * s
        canvas.paint(ellipse(px, py, s * 0.05, s * 0.025, 10), "#a57c3c", within=shape)


def konjac(canvas, x, y, s):
    """Porous blocks of snow konjac."""
    for dx, dy in ((-0.5, 0.2), (0.5, 0.24), (0, -0.18)):
        cx, cy, r = x + dx * s, y + dy * s, s * 0.46
        canvas.shadow(cx, cy + r * 0.8, r * 1.2)
        body = rounded(cx - r, cy - r * 0.7, cx + r, cy + r * 0.75, r * 0.16)
        canvas.paint(body, down("#cfc4b2", "#a99c88"))
        for _ in range(26):
            px, py = cx + canvas.rng.uniform(-0.85, 0.85) * r, cy + canvas.rng.uniform(-0.6, 0.6) * r
            canvas.dot(px, py, r * canvas.rng.uniform(0.03, 0.09), canvas.rng.choice(("#8a7d6a", "#e2d9c8")))


def chili(canvas, x, y, s):
    """A red chili."""
    canvas.shadow(x, y + s * 0.3, s * 1.1, s * 0.2)
    shape = placed(
        smooth([(-0.9, -0.28), (-0.5, -0.36), (0.3, -0.2), (1.15, 0.36), (0.4, 0.16), (-0.4, 0.12), (-0.85, 0.02)]),
        x,
        y,
        s,
    )
    canvas.paint(shape, down("#f0604a", "#c81f22", "#8d0f16"))
    canvas.line([(x - s * 0.85, y - s * 0.14), (x - s * 1.15, y - s * 0.32)], s * 0.09, "#5d8a3a")
