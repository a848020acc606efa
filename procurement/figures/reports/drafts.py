"""The text of a bulletin before it is a file: what the office may change, sentence by sentence."""

from dataclasses import dataclass, field
from datetime import date

from shop.produce.money import ZERO

from ..statistics import outstanding, overview, source, years
from ..statistics.overview import share
from ..statistics.targets import Comparison
from . import words
from .money import YUAN

NUMERALS = "一二三四五六七八九十"
LEADING = 3


@dataclass(frozen=True)
class Draft:
    """Title, whom it is for, the first sentence, ``(heading, paragraphs as lines of text)``, who signs and when."""

    title: str
    addressee: str
    opening: str
    sections: list = field(default_factory=list)
    signer: str = ""
    signed_on: date | None = None


def write(selection, found, *, on, scale=YUAN):
    """Return the draft of a selection's bulletin.

    :param found: its ``overview``.
    :param on: today.
    """
    sections = [
        ("总体情况", _whole(selection, found, on, scale)),
        ("分地区情况", _regions(selection, found, scale)),
        ("品类和渠道", _goods(found, scale)),
        ("单位采购情况", _units(found, scale)),
        ("尚待办理事项", _outstanding(selection, scale)),
    ]
    return Draft(
        title=words.bulletin_title(selection),
        addressee="各采购单位：",
        opening=f"根据{words.plan(selection)}，按照自愿原则组织采购协作地区农副产品。"
        f"现将{words.period_name(selection)}{words.scope(selection) or '全县'}采购情况通报如下。",
        sections=[(heading, "\n".join(lines)) for heading, lines in sections if lines],
        signer=words.signer(selection),
        signed_on=on,
    )


def _whole(selection, found, on, scale):
    sentences = [
        f"{words.period_until(selection, on)}，{words.scope(selection) or '全县'}采购协作地区农副产品"
        f"{scale.full(found.total.amount)}（{selection.stage_label}口径，{words.meaning(selection)}），"
        + (f"共{found.buying_units}个单位参与。" if found.buying_units else "暂无单位采购。")
        + _growth(selection, on, scale),
        _against_target(selection, found, scale),
        "按四种口径分别为："
        + "，".join(f"{label}{scale.full(figure.amount)}" for label, figure in found.stages)
        + "。四种口径互相独立，不相加。",
    ]
    if found.reserved:
        sentences.append(
            f"其中832平台采购{scale.full(found.reserved.amount)}，单独列示；预留份额的完成情况以832平台统计为准。"
        )
    sentences.append(_adjusted(found, scale))
    return [sentence for sentence in sentences if sentence]


def _adjusted(found, scale):
    """Name the closed months that the figures put right: they are not what this period bought."""
    what = "，".join(f"更正已封账的{one.label}{scale.full(one.amount)}" for one in found.adjustments)
    return f"以上数字含{what}。" if what else ""


def _growth(selection, on, scale):
    """Say how the months that are over compare with the same months a year before; nothing if there are none."""
    rows = [row for row in years.months(selection, on=on) if row.before and row.is_over]
    now = sum((row.now.amount for row in rows), ZERO)
    before = sum((row.before.amount for row in rows), ZERO)
    percent = years.growth(now, before)
    if percent is None:
        return ""
    how = "增长" if percent >= 0 else "下降"
    months = "" if len(rows) == len(selection.months) else f"{words.months_of(rows)}合计{scale.full(now)}，"
    return f"{months}比上年同期的{scale.full(before)}{how}{abs(percent)}%。"


def _against_target(selection, found, scale):
    target = found.target.target
    if target is None:
        return ""
    if target.quarter:
        return (
            f"{target.get_quarter_display()}目标{scale.full(target.amount)}（{target.get_basis_display()}），"
            f"完成{found.target.percentage}%。"
        )
    aim = f"年度目标{scale.full(target.amount)}（{found.target.basis}），"
    if selection.is_whole_plan:
        return f"{aim}完成{found.target.percentage}%。"
    reached = Comparison(source.total(from_the_start(selection)), target)
    return f"{aim}自年初累计采购{scale.full(reached.amount)}，完成{reached.percentage}%。"


def _regions(selection, found, scale):
    goods = _goods_of_regions(selection)
    lines = []
    bought = [row for row in found.regions if row.total.amount]
    for number, row in zip(NUMERALS, bought, strict=False):
        part = share(row.total.amount, found.total.amount)
        main = "、".join(name for name, _ in goods.get(row.code, [])[:LEADING])
        comparison = found.comparisons.get(row.region)
        aim = f"，完成目标的{comparison.percentage}%" if comparison and comparison.target else ""
        lines.append(
            f"（{number}）{row.name}。采购{scale.full(row.total.amount)}"
            + (f"，占{part}%" if part is not None else "")
            + (aim if selection.is_whole_plan else "")
            + (f"；主要是{main}。" if main else "。")
        )
    return lines


def _goods_of_regions(selection):
    """Return ``{region code: [(category, amount)]}``, the largest first."""
    place = "county_code" if selection.region and selection.region.parent_id else "region_code"
    found = {}
    for row in source.sums(selection, place, "category"):
        if row["value"] > 0:
            found.setdefault(row[place], []).append((words.last_step(row["category"]), row["value"]))
    return {code: sorted(rows, key=lambda row: (-row[1], row[0])) for code, rows in found.items()}


def _goods(found, scale):
    lines = []
    leading = [row for row in found.categories if row.total.amount > 0][:LEADING]
    if leading:
        names = "，".join(f"{words.last_step(row.name)}{scale.full(row.total.amount)}" for row in leading)
        lines.append(f"采购额居前的品类：{names}。")
    channels = [row for row in found.channels if row.total.amount]
    if channels:
        lines.append("分渠道：" + "，".join(f"{row.name}{scale.full(row.total.amount)}" for row in channels) + "。")
    if found.suppliers:
        lines.append(f"共有{len(found.suppliers)}家供应商供货。")
    return lines


def _units(found, scale):
    bought = [row for row in found.units if row.unit and row.total.amount > 0]
    if not bought:
        return []
    leading = sorted(bought, key=lambda row: -row.total.amount)[:LEADING]
    lines = ["采购额居前的单位：" + "，".join(f"{row.name}{scale.full(row.total.amount)}" for row in leading) + "。"]
    compared = [one for _, one in found.targeted() if one and one.target]
    if compared and found.selection.is_whole_plan:
        reached = sum(1 for one in compared if one.difference >= 0)
        lines.append(
            f"自愿认领或录入目标的{len(compared)}个单位中，{reached}个已经达到目标；未设目标的单位不计算完成率。"
        )
    public = [row for row in found.units if row.unit is None and row.total.amount]
    lines += [f"社会公众采购{scale.full(row.total.amount)}。" for row in public]
    return lines


def _outstanding(selection, scale):
    unit = selection.unit or selection.scope
    kinds = [kind for kind in outstanding.purchase_orders(unit=unit) if kind.count]
    if not kinds:
        return []
    names = "，".join(f"{kind.name}{kind.count}单{scale.full(kind.amount)}" for kind in kinds)
    who = unit.name if unit else "全县"
    return [f"截至制表时，{who}{names}。请有关单位和供应商抓紧办理。"]


def from_the_start(selection):
    """Return the selection from the first month of its plan on."""
    return selection.narrowed(first_month=selection.plan.months[0])


def read(selection, *, on, scale=YUAN):
    """Return ``(draft, overview)`` of a selection."""
    found = overview.read(selection)
    return write(selection, found, on=on, scale=scale), found
