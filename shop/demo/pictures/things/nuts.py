"""Walnuts and chestnuts."""

from ..canvas import ball, dark, down, light
from ..shapes import ellipse, mirrored, placed, smooth, wobbly

CHESTNUT = smooth(mirrored([(0, -1.0), (0.22, -0.8), (0.72, -0.5), (0.98, 0.1), (0.8, 0.62), (0.35, 0.78), (0, 0.8)]))


def walnut(canvas, x, y, s):
    """A walnut in its shell."""
    shape = wobbly(x, y, s * 0.94, s, canvas.rng, 0.03)
    canvas.shadow(x, y + s * 0.9, s * 1.05)
    canvas.paint(shape, ball("#c2935a", "#ead0a0", "#7a5128"))
    for side in (-1, 1):
        for _ in range(5):
            px, py = x + side * canvas.rng.uniform(0.15, 0.75) * s, y + canvas.rng.uniform(-0.6, 0.6) * s
            bend = canvas.rng.uniform(-0.12, 0.12) * s
            canvas.line([(px, py - s * 0.14), (px + bend, py), (px - bend * 0.5, py + s * 0.16)], s * 0.028, "#94683a")
    canvas.line(
        [(x, y - s * 0.98), (x + s * 0.05, y - s * 0.3), (x - s * 0.03, y + s * 0.4), (x, y + s * 0.97)],
        s * 0.05,
        "#8a5f32",
    )
    canvas.soft(x - s * 0.35, y - s * 0.4, s * 0.3, s * 0.36, "#fff8e6", 0.55, within=shape)


def kernel(canvas, x, y, s, base="#d9a866"):
    """Half a walnut kernel with its folds."""
    canvas.shadow(x, y + s * 0.72, s)
    for dx in (-0.36, 0.36):
        canvas.paint(
            wobbly(x + dx * s, y, s * 0.5, s * 0.76, canvas.rng, 0.12), ball(base, light(base, 0.5), dark(base, 0.35))
        )
    for side in (-1, 1):
        for dy in (-0.4, -0.05, 0.3):
            px, py = x + side * s * 0.4, y + dy * s
            canvas.line(
                [(px - s * 0.18, py), (px, py + s * 0.1), (px + s * 0.2, py - s * 0.02)], s * 0.045, dark(base, 0.28)
            )


def amber_kernel(canvas, x, y, s):
    kernel(canvas, x, y, s, base="#b9691f")
    canvas.soft(x - s * 0.3, y - s * 0.35, s * 0.3, s * 0.2, "#fff2d0", 0.8)


def chestnut(canvas, x, y, s):
    shape = placed(CHESTNUT, x, y, s)
    canvas.shadow(x, y + s * 0.74, s * 1.1)
    canvas.paint(shape, ball("#7d3a1c", "#c67a48", "#421a0a"))
    canvas.paint(ellipse(x, y + s * 0.72, s * 0.6, s * 0.2), down("#d8b184", "#b58a5a"), within=shape)
    canvas.soft(x - s * 0.32, y - s * 0.2, s * 0.3, s * 0.34, "#ffe9d0", 0.6, within=shape)
