"""Bags and sacks."""

from ..canvas import across, dark, light
from ..shapes import smooth
from .labels import KRAFT, bars, label


def pouch(canvas, x, y, w, h, thing, accent, body=KRAFT):
    """A stand-up bag with a sealed top."""
    left, right, top, low = x - w / 2, x + w / 2, y - h, y
    canvas.shadow(x, low - 6, w * 0.66, 44, 0.5)
    shape = smooth(
        [
            (left + 12, top),
            (right - 12, top),
            (right - 4, top + h * 0.3),
            (right + 8, low - h * 0.3),
            (right - 4, low - 22),
        ]
        + [(x, low + 4), (left + 4, low - 22), (left - 8, low - h * 0.3), (left + 4, top + h * 0.3)]
    )
    canvas.paint(shape, across(dark(body, 0.18), light(body, 0.25), body, body, light(body, 0.12), dark(body, 0.25)))
    canvas.paint([(left, top - 20), (right, top - 20), (right, top + 46), (left, top + 46)], accent, within=shape)
    for step in range(4):
        canvas.line([(left + 14, top + 6 + step * 9), (right - 14, top + 6 + step * 9)], 2, light(accent, 0.3))
    canvas.paint(
        [(left, low - h * 0.16), (right, low - h * 0.16), (right, low + 9), (left, low + 9)], accent, within=shape
    )
    label(canvas, x, top + h * 0.45, w * 0.32, thing, accent)
    bars(canvas, x, top + h * 0.45 + w * 0.4, w * 0.36, dark(body, 0.4))
    canvas.soft(left + w * 0.16, top + h * 0.5, w * 0.1, h * 0.42, "#ffffff", 0.4, within=shape)


def sack(canvas, x, y, w, h, thing, accent):
    """A big woven sack, tied at the top."""
    canvas.shadow(x, y - 8, w * 0.66, 50, 0.5)
    body = [
        (x - w * 0.14, y - h * 0.86),
        (x + w * 0.14, y - h * 0.86),
        (x + w * 0.42, y - h * 0.72),
        (x + w * 0.52, y - h * 0.3),
    ]
    body += [
        (x + w * 0.46, y - 16),
        (x, y + 6),
        (x - w * 0.46, y - 16),
        (x - w * 0.52, y - h * 0.3),
        (x - w * 0.42, y - h * 0.72),
    ]
    shape = smooth(body)
    canvas.paint(
        smooth(
            [
                (x - w * 0.12, y - h * 0.84),
                (x - w * 0.24, y - h),
                (x, y - h * 0.95),
                (x + w * 0.24, y - h),
                (x + w * 0.12, y - h * 0.84),
            ]
        ),
        across("#cdbb98", "#f2e7cd", "#bfa981"),
    )
    canvas.paint(shape, across("#c9b58e", "#f6ecd4", "#efe2c4", "#e7d8b5", "#b59e74"))
    for step in range(1, 12):
        py = y - h * 0.84 + step * h * 0.075
        canvas.paint(
            [(x - w * 0.6, py), (x + w * 0.6, py), (x + w * 0.6, py + 2), (x - w * 0.6, py + 2)],
            "#c3ae85",
            within=shape,
            opacity=0.45,
        )
    canvas.paint(
        [
            (x - w * 0.6, y - h * 0.2),
            (x + w * 0.6, y - h * 0.2),
            (x + w * 0.6, y - h * 0.11),
            (x - w * 0.6, y - h * 0.11),
        ],
        accent,
        within=shape,
    )
    canvas.line([(x - w * 0.16, y - h * 0.85), (x, y - h * 0.84), (x + w * 0.16, y - h * 0.85)], 16, accent)
    label(canvas, x, y - h * 0.48, w * 0.27, thing, accent)
