"""What is stuck or printed on a pack."""

from ..canvas import down
from ..shapes import ellipse, rounded

CREAM, KRAFT = "#fbf4e4", "#d3a871"


def label(canvas, x, y, r, thing, accent):
    """Stick on a round label showing the goods."""
    canvas.paint(ellipse(x, y, r * 1.09), accent)
    canvas.paint(ellipse(x, y, r), down("#fffdf6", CREAM))
    thing(canvas, x, y + r * 0.04, r * 0.5)


def bars(canvas, x, y, width, color):
    """Hint at print below a label."""
    for step, share in enumerate((1, 0.62)):
        half, top = width * share / 2, y + step * 24
        canvas.paint(rounded(x - half, top, x + half, top + 12, 6), color)
