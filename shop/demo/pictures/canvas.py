"""A picture that is painted with shaded outlines, drawn twice as large as it is shown."""

import io

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageOps

SIDE, UNITS = 800, 1000
SCALE = 2 * SIDE / UNITS
RADIAL = Image.radial_gradient("L")
# What Pillow's gradient holds in the middle of its sides; its corners are 255.
EDGE = 180
# The part of the canvas that is shown: left, top, right, bottom, in units.
SHOWN = (50, 110, 950, 1010)
QUALITY = 86


def rgb(color):
    return ImageColor.getrgb(color)


def mix(color, other, share):
    """Return a colour between two; share 0 is the first."""
    parts = zip(rgb(color), rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in parts)


def light(color, share=0.35):
    return mix(color, "#ffffff", share)


def dark(color, share=0.35):
    return mix(color, "#1c1208", share)


def down(*colors):
    """Return a fill that runs through colours from top to bottom."""
    return _strip(colors, lambda n: (1, n))


def across(*colors):
    """Return a fill that runs through colours from left to right."""
    return _strip(colors, lambda n: (n, 1))


def ball(base, lit=None, shade=None, focus=(0.36, 0.3)):
    """Return a fill lit like a round thing, brightest at the focus."""
    width = 178
    left, top = 128 - focus[0] * width, 128 - focus[1] * width
    colors = {"black": rgb(lit or light(base, 0.45)), "mid": rgb(base), "white": rgb(shade or dark(base, 0.42))}

    def fill(size):
        shades = RADIAL.resize(size, Image.Resampling.BILINEAR, box=(left, top, left + width, top + width))
        return ImageOps.colorize(shades, midpoint=120, **colors)

    return fill


def _strip(colors, shape):
    strip = Image.new("RGB", shape(len(colors)))
    strip.putdata([rgb(color) for color in colors])
    return lambda size: strip.resize(size, Image.Resampling.BILINEAR)


class Canvas:
    """Paint from back to front; all places and sizes are in units, colours in ``#rrggbb``."""

    def __init__(self, rng, image=None):
        self.rng = rng
        self.image = image or Image.new("RGB", (2 * SIDE, round(SHOWN[3] * SCALE)))
        self.draw = ImageDraw.Draw(self.image)

    def paint(self, shape, fill, *, within=None, opacity=1.0):
        """Fill an outline with a colour or a shaded fill, perhaps only inside another outline."""
        x0, y0, x1, y1 = box = _box(shape)
        mask = _mask(shape, box)
        if within:
            mask = ImageChops.multiply(mask, _mask(within, box))
        if opacity < 1:
            mask = mask.point(lambda value: int(value * opacity))
        self.image.paste(rgb(fill) if isinstance(fill, str) else fill((x1 - x0, y1 - y0)), box, mask)

    def soft(self, x, y, rx, ry, color, opacity, within=None):
        """Lay a blurred spot over the picture: a shadow or a gleam."""
        box = _box([(x - rx, y - ry), (x + rx, y + ry)])
        spot = RADIAL.resize((box[2] - box[0], box[3] - box[1]), Image.Resampling.BILINEAR)
        mask = spot.point([int(opacity * 255 * max(0, 1 - value / EDGE) ** 1.3) for value in range(256)])
        if within:
            mask = ImageChops.multiply(mask, _mask(within, box))
        self.image.paste(rgb(color), box, mask)

    def shadow(self, x, y, rx, ry=None, opacity=0.38):
        self.soft(x, y, rx, ry or rx * 0.24, "#3a2a1c", opacity)

    def line(self, points, width, color):
        """Draw a line with round ends."""
        pixels = [(x * SCALE, y * SCALE) for x, y in points]
        self.draw.line(pixels, fill=rgb(color), width=max(1, round(width * SCALE)), joint="curve")
        for x, y in (points[0], points[-1]):
            self.dot(x, y, width / 2, color)

    def dot(self, x, y, r, color, ry=None):
        ry = r if ry is None else ry
        box = [(x - r) * SCALE, (y - ry) * SCALE, (x + r) * SCALE, (y + ry) * SCALE]
        self.draw.ellipse(box, fill=rgb(color))

    def jpeg(self):
        """Return the picture in its shown size."""
        out = io.BytesIO()
        shown = self.image.resize((SIDE, SIDE), Image.Resampling.BOX, box=tuple(edge * SCALE for edge in SHOWN))
        shown.save(out, "JPEG", quality=QUALITY)
        return out.getvalue()


def _box(points):
    xs, ys = [x * SCALE for x, _ in points], [y * SCALE for _, y in points]
    return int(min(xs)) - 1, int(min(ys)) - 1, int(max(xs)) + 2, int(max(ys)) + 2


def _mask(shape, box):
    mask = Image.new("L", (box[2] - box[0], box[3] - box[1]))
    ImageDraw.Draw(mask).polygon([(x * SCALE - box[0], y * SCALE - box[1]) for x, y in shape], fill=255)
    return mask
