"""Where a product comes from, drawn: the counties around it as dots where their seats lie. Our own simple drawing."""

from dataclasses import dataclass
from functools import cache
from math import cos, radians

from shop.produce import gazetteer

WIDTH, HEIGHT, MARGIN = 320, 220, 36


@dataclass(frozen=True)
class Dot:
    """A county seat in the drawing; the label stands on the side where there is room."""

    name: str
    x: float
    y: float
    is_here: bool

    @property
    def is_right(self):
        return self.x > WIDTH * 0.68

    @property
    def label_x(self):
        return self.x - 9 if self.is_right else self.x + 9

    @property
    def label_y(self):
        return self.y + 4


@dataclass(frozen=True)
class Drawing:
    title: str
    dots: tuple
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def here(self):
        return next(dot for dot in self.dots if dot.is_here)


@cache
def of(code):
    """Return the ``Drawing`` of a county among those of its prefecture, or None for a place without coordinates.

    :param code: GB/T 2260; a prefecture is drawn with all its counties and a mark in their middle.
    """
    place = gazetteer.places().get(code)
    if place is None or place.at is None or place.is_province:
        return None
    prefecture = place if place.is_prefecture else place.parent
    around = [row for row in gazetteer.places().values() if row.parent is prefecture and row.at]
    shown = [row for row in around if row is not place] + [place]
    if len(shown) < 2:
        return None
    return Drawing(f"{prefecture.name}各县区中的{place.name}", tuple(_dots(shown, place)))


def _dots(places, here):
    middle = radians(sum(place.at[1] for place in places) / len(places))
    flat = [(place.at[0] * cos(middle), -place.at[1]) for place in places]
    left, top = (min(point[axis] for point in flat) for axis in (0, 1))
    wide, high = (max(point[axis] for point in flat) - low for axis, low in ((0, left), (1, top)))
    scale = min((WIDTH - 2 * MARGIN) / (wide or 1), (HEIGHT - 2 * MARGIN) / (high or 1))
    pad_x, pad_y = (WIDTH - wide * scale) / 2, (HEIGHT - high * scale) / 2
    for place, (x, y) in zip(places, flat, strict=True):
        yield Dot(place.short, round(pad_x + (x - left) * scale, 1), round(pad_y + (y - top) * scale, 1), place is here)
