"""Tea, fresh, dry and in the cup."""

from math import cos, radians, sin

from ..canvas import across, dark, down, light, mix
from ..shapes import arc, ellipse
from .orchard import leaf


def tea(canvas, x, y, s, base="#5f8f3c"):
    """Two leaves and a bud."""
    canvas.line([(x, y + s * 0.9), (x, y + s * 0.1)], s * 0.06, dark(base, 0.1))
    leaf(canvas, x, y + s * 0.35, s * 1.05, -38, base)
    leaf(canvas, x, y + s * 0.35, s * 1.05, 218, light(base, 0.1))
    leaf(canvas, x, y + s * 0.2, s * 1.0, -88, light(base, 0.25))


def dry_tea(base):
    """Return a painter of loose tea in a colour."""

    def heap(canvas, x, y, s):
        rng = canvas.rng
        canvas.shadow(x, y + s * 0.4, s * 1.2, s * 0.25)
        for _ in range(110):
            t = rng.uniform(-1, 1)
            px, py = x + t * s, y + s * (0.45 - rng.uniform(0, 1) * (1 - abs(t) ** 1.4) * 0.8)
            a, r = radians(rng.uniform(-50, 50)), s * rng.uniform(0.08, 0.16)
            color = mix(base, rng.choice(("#ffffff", "#101808")), rng.uniform(0.02, 0.28))
            canvas.line(
                [(px - cos(a) * r, py - sin(a) * r), (px, py - r * 0.2), (px + cos(a) * r, py + sin(a) * r)],
                s * 0.045,
                color,
            )

    return heap


def cup(canvas, x, y, s, brew="#c8a63a"):
    """A small white cup of tea."""
    canvas.shadow(x, y + s * 0.82, s * 1.3, s * 0.3)
    canvas.paint([*arc(x, y - s * 0.3, s, s * 1.15, 0, 180)], across("#ffffff", "#f6f1e6", "#d9cfbd"))
    canvas.paint(ellipse(x, y - s * 0.3, s, s * 0.3), "#fffdf8")
    canvas.paint(ellipse(x, y - s * 0.28, s * 0.88, s * 0.23), down(dark(brew, 0.12), light(brew, 0.2)))


def red_cup(canvas, x, y, s):
    cup(canvas, x, y, s, brew="#b4411c")


def green_cup(canvas, x, y, s):
    cup(canvas, x, y, s, brew="#b9bf4e")
