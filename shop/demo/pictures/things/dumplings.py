"""What is boiled or steamed."""

from ..canvas import ball
from ..shapes import mirrored, placed, smooth

ZONGZI = smooth(mirrored([(0, -1.0), (0.18, -0.82), (0.6, -0.05), (0.98, 0.62), (0.86, 0.78), (0.3, 0.82), (0, 0.82)]))


def zongzi(canvas, x, y, s):
    """A rice dumpling in leaves, tied with string."""
    shape = placed(ZONGZI, x, y, s)
    canvas.shadow(x, y + s * 0.8, s * 1.1)
    canvas.paint(shape, ball("#5d8a45", "#a3c47a", "#2c4f22"))
    for shift in (-0.5, -0.2, 0.15, 0.45):
        canvas.line([(x + shift * s * 0.2, y - s * 0.85), (x + shift * s * 1.3, y + s * 0.75)], s * 0.018, "#8db56a")
    for dy in (0.05, 0.42):
        canvas.paint(
            [
                (x - s, y + dy * s),
                (x + s, y + (dy - 0.12) * s),
                (x + s, y + (dy - 0.05) * s),
                (x - s, y + (dy + 0.07) * s),
            ],
            "#f3e4c0",
            within=shape,
        )


def dumpling(canvas, x, y, s):
    """A pleated dumpling."""
    canvas.shadow(x, y + s * 0.5, s * 1.1)
    shape = placed(
        smooth(
            [
                (-1.05, 0.12),
                (-0.7, -0.42),
                (0, -0.62),
                (0.7, -0.42),
                (1.05, 0.12),
                (0.75, 0.48),
                (0, 0.58),
                (-0.75, 0.48),
            ]
        ),
        x,
        y,
        s,
    )
    canvas.paint(shape, ball("#f6ead2", "#ffffff", "#d6bd95"))
    for step in range(-3, 4):
        canvas.line(
            [(x + step * s * 0.23, y - s * (0.56 - abs(step) * 0.07)), (x + step * s * 0.19, y - s * 0.16)],
            s * 0.035,
            "#dcc6a0",
        )
