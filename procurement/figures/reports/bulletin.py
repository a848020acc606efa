"""A bulletin as a .docx in the form of an official document: the text of a draft, and tables attached to it."""

from io import BytesIO

from docx import Document

from shop.produce.money import ZERO

from ..statistics import overview, years
from ..statistics.snapshot import one_moment
from . import drafts, words
from .money import YUAN
from .pages import add_line, add_table, break_page, set_up

SECTIONS = drafts.NUMERALS


def write(selection, *, at, draft=None, scale=YUAN):
    """Return the bulletin as bytes.

    :param at: when it is made.
    :param draft: the text as somebody changed it; as it is generated without.
    :param scale: 元 or 万元.
    """
    on = words.day_of(at)
    with one_moment():
        generated, found = drafts.read(selection, on=on, scale=scale)
        so_far = found if selection.is_whole_plan else overview.read(drafts.from_the_start(selection), yearly=True)
        beside = years.months(selection, on=on)
    draft = draft or generated
    document = Document()
    set_up(document)
    _write_text(document, draft, found)
    attachments = [
        ("分单位采购情况表", _units(found, so_far, scale)),
        ("分地区采购情况表", _regions(found, so_far, scale)),
        ("分月采购情况表", _months(found, beside, scale)),
    ]
    names = [f"{number}．{title}" for number, (title, _) in enumerate(attachments, start=1)]
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    add_line(document, f"附件：{names[0]}", "list", before=1)
    for name in names[1:]:
        add_line(document, f"　　　{name}", "list")
    add_line(document, draft.signer, "signature", before=2)
    add_line(document, words.day(draft.signed_on), "signature")
    for number, (title, table) in enumerate(attachments, start=1):
        _attach(document, number, title, table, found, scale, at)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def _write_text(document, draft, found):
    add_line(document, draft.title, "title", before=1)
    if found.includes_demo:
        add_line(document, f"（{words.DEMO_MARK}）", "subtitle")
    if draft.addressee:
        add_line(document, draft.addressee, "addressee", before=1)
    for line in _lines(draft.opening):
        add_line(document, line, "body")
    for numeral, (heading, text) in zip(SECTIONS, draft.sections, strict=False):
        add_line(document, f"{numeral}、{heading}", "heading")
        for line in _lines(text):
            add_line(document, line, "body")


def _attach(document, number, title, table, found, scale, at):
    break_page(document)
    add_line(document, f"附件{number}", "attachment")
    add_line(document, title, "title")
    selection = found.selection
    scope = words.scope(selection)
    add_line(
        document,
        f"{words.period(selection)}　{selection.stage_label}口径{f'　{scope}' if scope else ''}　单位：{scale.label}",
        "note",
    )
    heading, rows, sums, widths, notes = table
    add_table(document, heading, rows, sums, widths=widths)
    for note in [*notes, f"制表时间：{words.made_at(at)}"]:
        add_line(document, note, "note")


def _units(found, so_far, scale):
    bought = {row.key: row.total.amount for row in found.units}
    rows = []
    for row, comparison in so_far.targeted():
        aim = [*_aim(comparison, scale), comparison.basis or "—"] if comparison else ["—", "—", "—"]
        rows.append([row.name, *_amounts(bought.get(row.key, ZERO), row, found, so_far, scale), *aim])
    aim = [*_aim(so_far.target, scale), so_far.target.basis or "—"]
    sums = ["合计", *_amounts(found.total.amount, so_far, found, so_far, scale), *aim]
    notes = [
        f"注：{words.PARENTS_APART}",
        "目标为自愿认领或协作办录入，未设目标的单位不计算完成率；合计行为全县目标，不是各单位目标相加。",
        "832平台预留份额不在本统计之内。",
    ]
    heading, widths = _heading(found, so_far, "采购单位")
    return [*heading, "目标依据"], rows, sums, (*widths, 20), notes


def _regions(found, so_far, scale):
    bought = {row.key: row.total.amount for row in found.regions}
    rows = [
        [row.name, *_amounts(bought.get(row.key, ZERO), row, found, so_far, scale), *_aim(comparison, scale)]
        for row, comparison, _ in so_far.regions_targeted()
    ]
    sums = ["合计", *_amounts(found.total.amount, so_far, found, so_far, scale), *_aim(so_far.target, scale)]
    heading, widths = _heading(found, so_far, "协作地区")
    return heading, rows, sums, widths, []


def _heading(found, so_far, first):
    """Return the headings and widths: a part of the year has the sum from its beginning beside it."""
    if found is so_far:
        return [first, "采购额", "目标", "完成率"], (60, 28, 28, 20)
    return [first, "本期采购额", "年初以来", "年度目标", "完成率"], (40, 26, 25, 25, 20)


def _amounts(amount, row, found, so_far, scale):
    both = [amount] if found is so_far else [amount, row.total.amount]
    return [scale.words(one) for one in both]


def _months(found, beside, scale):
    rows = []
    for row in beside:
        before = "—" if row.before is None else scale.words(row.before.amount)
        rows.append([row.name, scale.words(row.now.amount), before, "—" if row.growth is None else f"{row.growth}%"])
    sums = ["合计", scale.words(found.total.amount), "", ""]
    notes = ["注：上年没有方案的月份不比较；未结束的月份不计算增长。"]
    return ["月份", "采购额", "上年同月", "增长"], rows, sums, (40, 44, 44, 28), notes


def _aim(comparison, scale):
    return ["—" if comparison.target is None else scale.words(comparison.target.amount), comparison.words]


def _lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()]
