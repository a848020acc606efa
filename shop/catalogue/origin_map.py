"""Where a product comes from, drawn: the counties around it as dots where their seats lie. Our own simple drawing."""

from dataclasses import dataclass
from functools import cache
from math import cos, radians

from shop.produce import gazetteer

WIDTH, HEIGHT, MARGIN = 320, 220, 36
# A dot's half width with air around it, from a dot's middle to its label, and a letter's size.
RADIUS, GAP, LETTER = 6, 13, 14


@dataclass(frozen=True)
class Dot:
    """A county seat in the drawing, and where its label begins, is centred or ends (``anchor``)."""

    name: str
    x: float
    y: float
    is_here: bool
    label_x: float
    label_y: float
    anchor: str


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
    seats = [(round(pad_x + (x - left) * scale, 1), round(pad_y + (y - top) * scale, 1)) for x, y in flat]
    taken = [(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS) for x, y in seats]
    # The place itself comes last, so that it is drawn on top, and chooses first where its label stands.
    found = []
    for place, (x, y) in reversed(list(zip(places, seats, strict=True))):
        own = (x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS)
        label_x, label_y, anchor, box = _label(place.short, x, y, [each for each in taken if each != own])
        taken.append(box)
        found.append(Dot(place.short, x, y, place is here, label_x, label_y, anchor))
    return reversed(found)


def _label(name, x, y, taken):
    """Return where a label covers least of what is drawn already, as (x, y, anchor, box); right of the dot if free."""
    wide = LETTER * len(name)
    places = [
        (x + GAP, y + 5, "start", x + GAP),
        (x - GAP, y + 5, "end", x - GAP - wide),
        (x, y - GAP - 2, "middle", x - wide / 2),
        (x, y + GAP + 12, "middle", x - wide / 2),
    ]

    def covered(place):
        box = _box(place, wide)
        outside = box[0] < 0 or box[1] < 0 or box[2] > WIDTH or box[3] > HEIGHT
        return sum(_overlap(box, other) for other in taken) + outside * WIDTH * HEIGHT

    best = min(places, key=covered)
    return (*best[:3], _box(best, wide))


def _box(place, wide):
    _, base, _, left = place
    return left, base - LETTER, left + wide, base + 2


def _overlap(one, other):
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide * high if wide > 0 and high > 0 else 0
