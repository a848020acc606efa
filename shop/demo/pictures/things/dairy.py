"""Milk and what is made of it."""

from ..canvas import ball, down
from ..shapes import ellipse, mirrored, placed, smooth, wobbly


def butter(canvas, x, y, s):
    """A block of butter, one slice cut."""
    canvas.shadow(x, y + s * 0.6, s * 1.4, s * 0.3)
    canvas.paint(
        [
            (x - s * 1.1, y - s * 0.35),
            (x - s * 0.7, y - s * 0.7),
            (x + s * 1.2, y - s * 0.7),
            (x + s * 0.85, y - s * 0.35),
        ],
        "#fff3b8",
    )
    canvas.paint(
        [
            (x - s * 1.1, y - s * 0.35),
            (x + s * 0.85, y - s * 0.35),
            (x + s * 0.85, y + s * 0.6),
            (x - s * 1.1, y + s * 0.6),
        ],
        down("#ffe68a", "#f3c84e"),
    )
    canvas.paint(
        [
            (x + s * 0.85, y - s * 0.35),
            (x + s * 1.2, y - s * 0.7),
            (x + s * 1.2, y + s * 0.22),
            (x + s * 0.85, y + s * 0.6),
        ],
        down("#f0c757", "#d9a52e"),
    )
    canvas.line([(x - s * 0.5, y - s * 0.35), (x - s * 0.5, y + s * 0.6)], s * 0.02, "#e0b340")


def curds(canvas, x, y, s):
    """Dried curd in crumbs."""
    for _ in range(44):
        t = canvas.rng.uniform(-1, 1)
        px, py = x + t * s, y + s * (0.5 - canvas.rng.uniform(0, 1) * (1 - abs(t) ** 1.5) * 0.85)
        r = s * canvas.rng.uniform(0.1, 0.16)
        canvas.paint(wobbly(px, py, r, r * 0.8, canvas.rng, 0.2, 8), ball("#f3e6c6", "#fffdf4", "#cbb283"))


def sticks(canvas, x, y, s):
    """Milk sticks."""
    for step in range(5):
        py = y + (step - 2) * s * 0.26
        turn = canvas.rng.uniform(-0.08, 0.08) * s
        canvas.line([(x - s, py + turn + s * 0.04), (x + s, py - turn + s * 0.04)], s * 0.22, "#cdb88e")
        canvas.line([(x - s, py + turn), (x + s, py - turn)], s * 0.19, "#fbf3de")


def tablets(canvas, x, y, s):
    """Round milk tablets."""
    for dx, dy in ((-0.7, 0.25), (-0.15, 0.35), (0.4, 0.2), (0.85, 0.36), (-0.4, -0.1), (0.15, -0.12)):
        cx, cy, r = x + dx * s, y + dy * s, s * 0.27
        canvas.shadow(cx, cy + r * 0.6, r * 1.2)
        canvas.paint(ellipse(cx, cy + r * 0.22, r, r * 0.66), "#d9c8a8")
        canvas.paint(ellipse(cx, cy, r, r * 0.66), ball("#fbf4e2", "#ffffff", "#e6d7b8"))


def drop(canvas, x, y, s):
    """A drop of milk."""
    canvas.shadow(x, y + s * 0.95, s * 0.8)
    shape = placed(
        smooth(mirrored([(0, -1.15), (0.2, -0.75), (0.6, -0.05), (0.68, 0.42), (0.42, 0.86), (0, 0.98)])), x, y, s
    )
    canvas.paint(shape, ball("#eaf3f8", "#ffffff", "#8fb6d0"))
    canvas.soft(x - s * 0.2, y + s * 0.3, s * 0.2, s * 0.32, "#ffffff", 0.9, within=shape)
