"""Outlines as lists of points, in units of a picture 1,000 wide and high; y grows downwards."""

from math import cos, pi, radians, sin

STEPS = 7


def ellipse(x, y, rx, ry=None, turn=0, points=56):
    """Return an ellipse around a middle, turned clockwise by degrees."""
    ry = rx if ry is None else ry
    round_trip = [2 * pi * step / points for step in range(points)]
    return turned([(x + rx * cos(a), y + ry * sin(a)) for a in round_trip], x, y, turn)


def arc(x, y, rx, ry, start, end, points=28):
    """Return part of an ellipse between two angles in degrees (0 is right, 90 is down)."""
    angles = [radians(start + (end - start) * step / points) for step in range(points + 1)]
    return [(x + rx * cos(a), y + ry * sin(a)) for a in angles]


def rounded(x0, y0, x1, y1, r):
    """Return a rectangle with round corners."""
    corners = ((x1 - r, y1 - r, 0), (x0 + r, y1 - r, 90), (x0 + r, y0 + r, 180), (x1 - r, y0 + r, 270))
    return [point for x, y, start in corners for point in arc(x, y, r, r, start, start + 90, 8)]


def smooth(points):
    """Return a closed curve through points (Catmull-Rom)."""
    found, n = [], len(points)
    for i in range(n):
        p0, p1, p2, p3 = (points[(i + k) % n] for k in (-1, 0, 1, 2))
        found += [_between(p0, p1, p2, p3, step / STEPS) for step in range(STEPS)]
    return found


def wobbly(x, y, rx, ry, rng, amount=0.1, points=11, turn=0):
    """Return an uneven round outline."""
    rim = ellipse(0, 0, 1, points=points)
    jitter = [1 + rng.uniform(-amount, amount) for _ in rim]
    outline = smooth([(x + px * rx * k, y + py * ry * k) for (px, py), k in zip(rim, jitter, strict=True)])
    return turned(outline, x, y, turn)


def placed(points, x, y, size, turn=0):
    """Put an outline given around (0, 0) with a reach of about 1 at a place, scaled and turned."""
    return turned([(x + px * size, y + py * size) for px, py in points], x, y, turn)


def mirrored(points):
    """Complete the right half of an outline, given from top to bottom, with its mirror image."""
    return points + [(-x, y) for x, y in reversed(points) if x > 0]


def turned(points, x, y, degrees):
    if not degrees:
        return points
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return [(x + (px - x) * c - (py - y) * s, y + (px - x) * s + (py - y) * c) for px, py in points]


def _between(p0, p1, p2, p3, t):
    return tuple(
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(p0, p1, p2, p3, strict=True)
    )
