"""Biscuits, sweets and honey."""

from ..canvas import ball, down
from ..shapes import ellipse, rounded, wobbly


def cracker(canvas, x, y, s):
    """A baked rice cracker."""
    canvas.shadow(x, y + s * 0.6, s * 1.1)
    shape = rounded(x - s * 0.85, y - s * 0.6, x + s * 0.85, y + s * 0.6, s * 0.14)
    canvas.paint(shape, ball("#dca24e", "#f7d692", "#a4641e"))
    for _ in range(34):
        px, py = x + canvas.rng.uniform(-0.75, 0.75) * s, y + canvas.rng.uniform(-0.5, 0.5) * s
        canvas.dot(px, py, s * canvas.rng.uniform(0.02, 0.05), canvas.rng.choice(("#fbe9bd", "#a9702a", "#c88a3a")))


def biscuit(canvas, x, y, s):
    """A dark round biscuit."""
    canvas.shadow(x, y + s * 0.75, s * 1.1)
    canvas.paint(wobbly(x, y, s * 0.95, s * 0.85, canvas.rng, 0.02, 18), ball("#8b6648", "#c09a74", "#553822"))
    for step in range(3):
        for dx in range(-2 + step % 2, 3):
            canvas.dot(x + dx * s * 0.3, y + (step - 1) * s * 0.34, s * 0.05, "#5a3c26")


def candy(canvas, x, y, s):
    """A block of flaky sesame sweet."""
    canvas.shadow(x, y + s * 0.55, s * 1.1)
    canvas.paint(
        rounded(x - s * 0.8, y - s * 0.4, x + s * 0.8, y + s * 0.55, s * 0.1), down("#fbf0d8", "#e9d3a6", "#cfae76")
    )
    for step in range(5):
        py = y - s * 0.3 + step * s * 0.18
        canvas.line([(x - s * 0.76, py), (x, py + s * 0.03), (x + s * 0.76, py)], s * 0.018, "#c7a468")
    for _ in range(24):
        canvas.paint(
            ellipse(
                x + canvas.rng.uniform(-0.7, 0.7) * s,
                y + canvas.rng.uniform(-0.35, 0.5) * s,
                s * 0.045,
                s * 0.024,
                canvas.rng.uniform(0, 180),
                points=10,
            ),
            "#fffaf0",
        )


def crisp(canvas, x, y, s):
    """A bar of sweet potato brittle."""
    canvas.shadow(x, y + s * 0.48, s * 1.1)
    body = rounded(x - s * 0.9, y - s * 0.42, x + s * 0.9, y + s * 0.45, s * 0.1)
    canvas.paint(body, down("#f6c878", "#dc9436", "#a9631a"))
    for _ in range(46):
        px, py = x + canvas.rng.uniform(-0.8, 0.8) * s, y + canvas.rng.uniform(-0.34, 0.38) * s
        canvas.paint(
            ellipse(px, py, s * 0.09, s * 0.05, canvas.rng.uniform(0, 180), points=12),
            canvas.rng.choice(("#ffe3a4", "#e8a94c", "#c67f2a")),
            within=body,
        )


def dipper(canvas, x, y, s):
    """A honey dipper, dripping."""
    canvas.shadow(x, y + s * 0.7, s * 0.9)
    canvas.line([(x + s * 0.2, y - s * 0.2), (x + s * 1.15, y - s * 1.3)], s * 0.12, "#b88648")
    for step in range(5):
        k = (0.3, 0.4, 0.44, 0.4, 0.28)[step]
        px, py = x + s * 0.2 - step * s * 0.13, y - s * 0.2 + step * s * 0.15
        canvas.paint(ellipse(px, py, s * k, s * 0.11, 40), ball("#d89a3a", "#ffdf8a", "#8f5612"))
    canvas.soft(x - s * 0.3, y + s * 0.5, s * 0.5, s * 0.3, "#f3a81e", 0.9)
