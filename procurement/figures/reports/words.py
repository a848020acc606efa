"""Sentences and names that the workbook and the bulletin share."""

from django.conf import settings
from django.utils import timezone

PARENTS_APART = "各单位金额为本单位采购额，不含下属单位；下属单位单独列示。"
HALVES = {(1, 3): "第一季度", (4, 6): "第二季度", (7, 9): "第三季度", (10, 12): "第四季度"}
HALVES |= {(1, 6): "上半年", (7, 12): "下半年"}
DEMO_MARK = "演示数据：供应商、价格和订单均为虚构"


def title(selection):
    """Return the title of a report, e.g. ``建湖县2026年东西部协作消费帮扶采购情况``."""
    return f"{settings.COUNTY_NAME}{selection.plan.year}年东西部协作消费帮扶采购情况"


def bulletin_title(selection):
    """Return e.g. ``建湖县2026年10月↵东西部协作消费帮扶采购情况通报``, broken where the words allow it."""
    return f"{settings.COUNTY_NAME}{period_name(selection)}\n东西部协作消费帮扶采购情况通报"


def period_name(selection):
    """Return the months as an office calls them: ``2026年10月``, ``2026年第三季度``, ``2026年``, ``2026年1月至5月``."""
    (year, first), (last_year, last) = _split(selection.first_month), _split(selection.last_month)
    if selection.is_whole_plan:
        return f"{selection.plan.year}年"
    if selection.first_month == selection.last_month:
        return f"{year}年{first}月"
    if year == last_year and (first, last) in HALVES:
        return f"{year}年{HALVES[first, last]}"
    return f"{year}年{first}月至{'' if year == last_year else f'{last_year}年'}{last}月"


def months_of(rows):
    """Name the months of ``years.Beside`` rows: ``1至10月``."""
    first, last = (_split(row.now.selection.first_month)[1] for row in (rows[0], rows[-1]))
    return f"{first}月" if first == last else f"{first}至{last}月"


def last_step(category):
    """``肉禽蛋 > 牦牛肉`` → ``牦牛肉``."""
    return category.split(" > ")[-1]


def signer(selection):
    """Who puts their name under a report."""
    return selection.scope.name if selection.scope else f"{settings.COUNTY_NAME}协作办"


def _split(month):
    return int(month[:4]), int(month[5:])


def period(selection):
    return f"{day(selection.starts_on)}至{day(selection.ends_on)}"


def period_until(selection, on):
    """Return the days counted, up to today where the period is not over."""
    if not selection.starts_on <= on < selection.ends_on:
        return period(selection)
    return f"{day(selection.starts_on)}至{day(on)}（本期尚未结束）"


def plan(selection):
    number = selection.plan.document_number
    task = f"，任务{selection.plan.task_number}" if selection.plan.task_number else ""
    return f"《{selection.plan.title}》（{number}{task}）" if number else f"《{selection.plan.title}》"


def stage(selection):
    """Say which stage the figures count and what that means."""
    return f"{selection.stage_label}（{meaning(selection)}）"


def meaning(selection):
    """Say what the stage counts."""
    meanings = {
        "ORDERED": "下单即计入，扣除取消、短少、破损和退货",
        "PAID": "付清即计入，扣除退款",
        "ACCEPTED": "验收签字即计入，扣除退货",
        "COMPLETED": "既验收又付清才计入",
    }
    return meanings[selection.stage]


def scope(selection):
    """Name what the figures are narrowed to; empty for the whole county."""
    parts = [selection.buyer, getattr(selection.region, "name", ""), selection.category, selection.supplier_name]
    return " · ".join(part for part in parts if part)


def day_of(at):
    """Return the day of a moment, here."""
    return timezone.localtime(at).date()


def made_at(at):
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def file_name(selection, extension):
    months = "" if selection.is_whole_plan else f"{selection.first_month}至{selection.last_month}"
    scoped = scope(selection).replace(" · ", "")
    kind = "通报" if extension == "docx" else ""
    return f"{title(selection)}{kind}{months}{scoped}（{selection.stage_label}口径）.{extension}"


def table_title(table):
    """Return e.g. ``2026年 类别 × 单位性质 采购额``."""
    rows = table.rows.label if table.columns is None else f"{table.rows.label} × {table.columns.label}"
    return f"{period_name(table.total.selection)}　{rows}　{table.measure.label}"


def table_name(table):
    return f"{table_title(table).replace('　', '')}（{table.total.selection.stage_label}口径）.xlsx"


def demo_mark():
    return f"【{DEMO_MARK}】　" if settings.DEMO else ""


def day(day):
    return f"{day.year}年{day.month}月{day.day}日"
