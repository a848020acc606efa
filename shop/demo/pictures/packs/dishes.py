"""Trays, plates, bowls and baskets."""

from ..canvas import across, ball, dark, down, light, mix
from ..shapes import arc, ellipse, rounded
from .labels import CREAM, bars


def tray(canvas, x, y, w, h, accent):
    """A dark tray to lay meat on."""
    canvas.shadow(x, y + h * 0.42, w * 0.62, h * 0.32, 0.5)
    canvas.paint(rounded(x - w / 2, y - h / 2, x + w / 2, y + h / 2, 60), down("#3d4347", "#22272a"))
    canvas.paint(
        rounded(x - w / 2 + 22, y - h / 2 + 18, x + w / 2 - 22, y + h / 2 - 26, 44), down("#15181a", "#33393d")
    )
    canvas.paint(rounded(x - w / 2 + 6, y - h / 2 + 4, x + w / 2 - 6, y - h / 2 + 12, 4), "#6a7378")


def film(canvas, x, y, w, h, thing, accent):
    """Cling film over a tray, and its label."""
    rim = rounded(x - w / 2 + 22, y - h / 2 + 18, x + w / 2 - 22, y + h / 2 - 26, 44)
    for shift, wide in ((-0.28, 44), (-0.16, 14), (0.3, 24)):
        band = [
            (x + shift * w, y - h / 2),
            (x + shift * w + wide, y - h / 2),
            (x + shift * w + wide - 130, y + h / 2),
            (x + shift * w - 130, y + h / 2),
        ]
        canvas.paint(band, "#ffffff", within=rim, opacity=0.17)
    canvas.paint(rounded(x + w * 0.2, y + h * 0.14, x + w * 0.46, y + h * 0.42, 14), down("#fffdf6", CREAM))
    canvas.paint(rounded(x + w * 0.2, y + h * 0.14, x + w * 0.46, y + h * 0.2, 6), accent)
    bars(canvas, x + w * 0.33, y + h * 0.26, w * 0.18, mix(accent, "#ffffff", 0.2))


def plate(canvas, x, y, w, accent):
    """A shallow china plate."""
    canvas.shadow(x, y + w * 0.12, w * 0.58, w * 0.2, 0.5)
    canvas.paint(ellipse(x, y + 10, w / 2, w * 0.2), "#cfc4b0")
    canvas.paint(ellipse(x, y, w / 2, w * 0.2), down("#ffffff", "#f0e9db"))
    canvas.paint(ellipse(x, y + 2, w * 0.44, w * 0.17), mix(accent, "#ffffff", 0.35))
    canvas.paint(ellipse(x, y + 3, w * 0.43, w * 0.164), down("#f6f0e4", "#ffffff"))


def bowl(canvas, x, y, w, accent):
    """The front of a bowl, painted over what is heaped in it."""
    shape = arc(x, y - w * 0.27, w / 2, w * 0.38, 0, 180)
    canvas.paint([*shape], across(dark(accent, 0.35), light(accent, 0.25), accent, accent, dark(accent, 0.42)))
    canvas.paint(rounded(x - w * 0.18, y + w * 0.08, x + w * 0.18, y + w * 0.14, 8), dark(accent, 0.4))
    rim = [*arc(x, y - w * 0.27, w / 2, w * 0.1, 0, 180), *reversed(arc(x, y - w * 0.27, w * 0.47, w * 0.078, 0, 180))]
    canvas.paint(rim, light(accent, 0.55))
    canvas.soft(x - w * 0.28, y - w * 0.1, w * 0.1, w * 0.12, "#ffffff", 0.5)


def bowl_back(canvas, x, y, w, accent):
    """The inside of a bowl, painted before the heap."""
    canvas.shadow(x, y + w * 0.12, w * 0.5, w * 0.13, 0.5)
    canvas.paint(ellipse(x, y - w * 0.27, w / 2, w * 0.1), down(dark(accent, 0.5), dark(accent, 0.2)))


def egg_tray(canvas, x, y, w):
    """A pulp tray for eggs."""
    canvas.shadow(x, y + 26, w * 0.58, 60, 0.5)
    canvas.paint(rounded(x - w / 2, y - 36, x + w / 2, y + 60, 26), down("#b9ab97", "#8d7f6b"))
    for step in range(5):
        canvas.paint(ellipse(x - w * 0.4 + step * w * 0.2, y + 30, w * 0.075, 26), ball("#9c8e79"))


def basket_back(canvas, x, y, w):
    """The inside of a basket and its handle, painted before the goods."""
    canvas.shadow(x, y + 8, w * 0.62, 56, 0.5)
    canvas.line(arc(x, y - w * 0.42, w * 0.42, w * 0.5, 180, 360), 24, "#8a5f2e")
    canvas.line(arc(x, y - w * 0.42, w * 0.42, w * 0.5, 180, 360), 14, "#c8995a")
    canvas.paint(ellipse(x, y - w * 0.42, w * 0.52, w * 0.12), down("#6b4722", "#8f6434"))


def basket(canvas, x, y, w, accent):
    """The woven front of a basket, painted over the goods."""
    top = y - w * 0.42
    body = [
        (x - w * 0.52, top),
        (x - w * 0.44, y - w * 0.04),
        *reversed(arc(x, y - w * 0.04, w * 0.44, w * 0.07, 0, 180)),
    ]
    body += [(x + w * 0.52, top), *arc(x, top, w * 0.52, w * 0.12, 0, 180)]
    canvas.paint(body, across("#9c6d36", "#e2b878", "#d0a05c", "#c89552", "#87592a"))
    for row in range(7):
        for step in range(15):
            px = x - w * 0.5 + (step + (row % 2) * 0.5) * w * 0.07
            py = top + w * 0.1 + row * w * 0.055
            strip = rounded(px, py, px + w * 0.058, py + w * 0.034, 8)
            canvas.paint(strip, down("#edc98e", "#b98547"), within=body, opacity=0.75)
    rim = [*arc(x, top, w * 0.54, w * 0.13, 0, 180), *reversed(arc(x, top - 22, w * 0.53, w * 0.12, 0, 180))]
    canvas.paint(rim, down("#e8c48a", "#a87538"))
    canvas.paint(rounded(x - 74, y - w * 0.2, x + 74, y - w * 0.08, 12), accent)
    bars(canvas, x, y - w * 0.17, 96, CREAM)
