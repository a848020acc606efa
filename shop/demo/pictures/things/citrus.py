"""Oranges, whole and cut."""

from math import cos, radians, sin

from ..canvas import ball, dark, light, mix
from ..shapes import ellipse, smooth, turned
from .orchard import leaf


def orange(canvas, x, y, s, base="#f08a1d", has_leaf=True):
    """An orange with pores, a navel of light and two leaves."""
    rng, shape = canvas.rng, ellipse(x, y, s, s * 0.97)
    canvas.shadow(x, y + s * 0.9, s * 1.12)
    canvas.paint(shape, ball(base, light(base, 0.42), dark(base, 0.3)))
    for _ in range(70):
        a, r = rng.uniform(0, 360), rng.uniform(0, 0.93) ** 0.6 * s * 0.9
        px, py = x + cos(radians(a)) * r, y + sin(radians(a)) * r
        canvas.dot(px, py, s * 0.009, mix(base, "#7a3a00", 0.14 if py > y - s * 0.2 else 0.05))
    canvas.soft(x - s * 0.36, y - s * 0.36, s * 0.4, s * 0.38, "#ffffff", 0.58, within=shape)
    if has_leaf:
        leaf(canvas, x, y - s * 0.86, s * 0.78, -28, "#3f8a3c")
        leaf(canvas, x, y - s * 0.86, s * 0.6, 205, "#4f9a48")
        canvas.paint(ellipse(x, y - s * 0.86, s * 0.09, s * 0.06), "#5d6b2a")


def bare_orange(canvas, x, y, s):
    orange(canvas, x, y, s, has_leaf=False)


def red_orange(canvas, x, y, s):
    orange(canvas, x, y, s, base="#e8631c")


def pale_orange(canvas, x, y, s):
    orange(canvas, x, y, s, base="#f5a52a")


def half(canvas, x, y, s, flesh="#f79a2b", rind="#ee8416"):
    """An orange cut in two, its segments like a wheel."""
    canvas.shadow(x, y + s * 0.92, s * 1.1)
    canvas.paint(ellipse(x, y, s), ball(rind))
    canvas.paint(ellipse(x, y, s * 0.93), "#fdeccb")
    for step in range(10):
        wedge = smooth([(0.1, 0), (0.45, -0.13), (0.8, -0.225), (0.85, 0), (0.8, 0.225), (0.45, 0.13)])
        shape = turned([(x + px * s, y + py * s) for px, py in wedge], x, y, step * 36 + 9)
        canvas.paint(shape, ball(flesh, light(flesh, 0.4), dark(flesh, 0.12)))
    canvas.dot(x, y, s * 0.07, "#fdf1d8")
    canvas.soft(x - s * 0.3, y - s * 0.35, s * 0.4, s * 0.3, "#ffffff", 0.5)


def red_half(canvas, x, y, s):
    half(canvas, x, y, s, flesh="#ee5f4e")


def blood_half(canvas, x, y, s):
    half(canvas, x, y, s, flesh="#a81f35", rind="#d9541f")


def dried_slice(canvas, x, y, s):
    half(canvas, x, y, s * 0.9, flesh="#d9771a", rind="#b4560e")


def peel(canvas, x, y, s):
    """Candied strips of peel."""
    for _ in range(16):
        px, py = x + canvas.rng.uniform(-0.8, 0.8) * s, y + canvas.rng.uniform(-0.3, 0.45) * s
        bend = canvas.rng.uniform(-0.25, 0.25) * s
        points = [(px - s * 0.28, py + bend), (px, py), (px + s * 0.28, py + bend * 0.6)]
        canvas.line([(a, b + s * 0.035) for a, b in points], s * 0.1, "#b85f10")
        canvas.line(points, s * 0.08, canvas.rng.choice(("#f59a2a", "#ef8418", "#f8b04a")))
