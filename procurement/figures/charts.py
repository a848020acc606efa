"""Charts as SVG pictures without scripts, in the site's colours; a table always stands beside them."""

import math
import re
from functools import cache

import pygal
from django.conf import settings
from pygal.style import Style

FONT = "'Noto Sans CJK SC','Noto Sans SC','PingFang SC','Microsoft YaHei',sans-serif"
OTHER_COLOURS = ("green", "zigui-ink", "yushu-ink", "ink-soft", "tongchuan")
WAN = 10_000
MOST = 12


def months(rows, regions):
    """Draw stacked bars: a bar for each month, a part for each region, in 万元.

    :param rows: ``volumes.Row`` of months with ``regions`` along the same columns.
    :param regions: ``volumes.Row`` of regions.
    :return: SVG as bytes.
    """
    chart = pygal.StackedBar(width=900, height=340, legend_at_bottom=True, **_look(regions, size=15))
    return _draw(chart, rows, regions, label=lambda row: f"{int(row.key[5:])}月")


def months_upright(rows, regions):
    """Draw the same for a narrow screen: months from top to bottom, letters as large."""
    chart = pygal.HorizontalStackedBar(width=380, height=430, legend_at_bottom=True, **_look(regions, size=13))
    return _draw(chart, list(reversed(rows)), regions, label=lambda row: f"{int(row.key[5:])}月")


def bars(lines, *, is_upright=False):
    """Draw a bar for each line of a table, at most ``MOST`` and one for all others, in 万元.

    :param lines: ``tables.Line``, the largest first.
    """
    shown = [(line.name, line.total.amount) for line in lines[:MOST]]
    rest = lines[MOST:]
    if rest:
        shown.append((f"其余 {len(rest)} 项", sum(line.total.amount for line in rest)))
    width, letters, size = (380, 9, 13) if is_upright else (620, 16, 15)
    height = 70 + len(shown) * (34 if is_upright else 30)
    labels = [_shortened(name, letters) for name, _ in reversed(shown)]
    # pygal takes every letter for a Latin one, half as wide.
    wider = round(max(map(len, labels), default=0) * size * 0.42)
    look = {**_look([], size=size), "margin_left": 8 + wider}
    chart = pygal.HorizontalBar(width=width, height=height, show_legend=False, **look)
    chart.x_labels = labels
    _mark(chart, [float(amount) / WAN for _, amount in shown])
    chart.add("采购额", [float(amount) / WAN for _, amount in reversed(shown)])
    chart.add_xml_filter(_as_picture)
    return chart.render()


def beside(rows, year, *, is_upright=False):
    """Draw two bars for each month, this year's and last year's, in 万元.

    :param rows: ``years.Beside``.
    """
    upright = {"width": 380, "height": 560} if is_upright else {"width": 620, "height": 430}
    kind = pygal.HorizontalBar if is_upright else pygal.Bar
    chart = kind(legend_at_bottom=True, **upright, **_look([], size=13 if is_upright else 15))
    rows = list(reversed(rows)) if is_upright else rows
    now = [float(row.now.amount) / WAN for row in rows]
    before = [float(row.before.amount) / WAN if row.before else None for row in rows]
    chart.x_labels = [f"{int(row.now.selection.first_month[5:])}月" for row in rows]
    _mark(chart, [*now, *filter(None, before)])
    chart.add(f"{year}年", now)
    chart.add(f"{year - 1}年", before)
    chart.add_xml_filter(_as_picture)
    return chart.render()


def _mark(chart, amounts):
    if any(amounts):
        chart.y_labels = _steps(min(0, *amounts), max(0, *amounts))


def _shortened(name, letters):
    return name if len(name) <= letters else f"{name[: letters - 1]}…"


def _draw(chart, rows, regions, *, label):
    chart.x_labels = [label(row) for row in rows]
    _mark(chart, [float(row.total.amount) / WAN for row in rows])
    for position, region in enumerate(regions):
        chart.add(region.name, [float(row.regions[position].amount) / WAN for row in rows])
    chart.add_xml_filter(_as_picture)
    return chart.render()


def _steps(lowest, highest):
    """Return four to seven round marks around 0, from below the lowest bar to above the highest, in 万元."""
    rough = (highest - lowest) / 4
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough)
    first, last = math.floor(lowest / step), math.ceil(highest / step)
    return [round(step * number, 6) for number in range(first, last + 1)]


def _wan(amount):
    """Say an amount in 万元 to the yuan, without zeros at its end and never as -0."""
    text = f"{amount:,.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _look(regions, *, size):
    style = Style(
        background="transparent",
        plot_background="transparent",
        foreground=_colour("ink"),
        foreground_strong=_colour("ink"),
        foreground_subtle=_colour("line"),
        guide_stroke_color=_colour("line"),
        major_guide_stroke_color=_colour("line"),
        opacity="1",
        opacity_hover="1",
        transition="0s",
        font_family=FONT,
        label_font_size=size,
        major_label_font_size=size,
        legend_font_size=size,
        no_data_font_size=size + 3,
        colors=_colours(regions),
    )
    return {
        "style": style,
        "js": (),
        "explicit_size": False,
        "disable_xml_declaration": True,
        "print_values": False,
        "legend_box_size": size,
        # pygal reserves as many rows as series // columns.
        "legend_at_bottom_columns": len(regions) if 0 < len(regions) <= 3 else 2,
        "margin": 8,
        "spacing": 12,
        "rounded_bars": 2,
        "no_data_text": "没有数据",
        "value_formatter": _wan,
    }


def _as_picture(root):
    """Take out what pygal adds for its own scripts, which a picture does not run, and put in the colours' values."""
    for element in list(root.iter()):
        for child in list(element):
            if isinstance(child.tag, str) and child.tag.split("}")[-1] in ("script", "title"):
                element.remove(child)
    values = root.makeelement("style", {"type": "text/css"})
    values.text = _values()
    root.insert(0, values)
    return root


def _colours(regions):
    """Give each region the colour named after it, others one of their own."""
    slugs = [getattr(row.region, "slug", "") for row in regions]
    spare = iter(OTHER_COLOURS * (len(regions) // len(OTHER_COLOURS) + 1))
    return tuple(_colour(slug if slug in _tokens() else next(spare)) for slug in slugs) or (
        _colour("green"),
        _colour("zigui"),
    )


def _colour(name):
    return f"var(--{name})"


@cache
def _values():
    """Say which colours the names stand for, on light and on dark pages; a picture does not see the page's sheets."""
    light, dark = (
        "".join(f"--{name}:{value};" for name, value in _tokens(file).items())
        for file in ("tokens.css", "tokens_dark.css")
    )
    return f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"


@cache
def _tokens(file="tokens.css"):
    """Return ``{name: #rrggbb}`` of the design tokens, the only place where colours stand."""
    text = (settings.BASE_DIR / "static" / "css" / file).read_text(encoding="utf-8")
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{6})", text))
