"""The workbook and the bulletin: what an office opens, prints and sends upward."""

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from procurement.figures.reports import bulletin, crossed, drafts, words, workbook
from procurement.figures.reports.money import WAN
from procurement.figures.statistics import selection, tables
from procurement.figures.statistics.dimensions import REGION, UNIT
from procurement.models import Plan
from tests import factories
from tests.procurement.histories import complete, make_plan

SOFFICE = shutil.which("soffice")
HEADING_ROW = 6


@pytest.fixture
def bought(oranges, unit, shopper, now):
    """A unit with a target, its subordinate unit without one, and the public: 5, 3 and 1 boxes."""
    plan = make_plan(document_number="测政办发〔2026〕1号", task_number="4")
    child = factories.UnitFactory(parent=unit, name="=HYPERLINK(0)")
    plan.targets.create(unit=unit, amount=Decimal("1000"), set_at=now, basis="PLEDGED")
    complete(oranges, 5, by=shopper, at=now, unit=unit)
    complete(oranges, 3, by=shopper, at=now, unit=child)
    complete(oranges, 1, by=shopper, at=now)
    return selection.read({"plan": "2026"}, on=date(2026, 11, 20))


def book(chosen, now, **options):
    return load_workbook(BytesIO(workbook.write(chosen, at=now)), **options)


def texts(sheet):
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_the_summary_says_what_it_is(bought, now):
    sheet = book(bought, now)["汇总"]
    written = "\n".join(texts(sheet))

    assert sheet["A1"].value == "建湖县2026年东西部协作消费帮扶采购情况"
    assert "测政办发〔2026〕1号，任务4" in written
    assert "统计口径：已完成（既验收又付清才计入）" in written
    assert "2026年1月1日至2026年12月31日" in written
    assert "制表时间：2026-11-20 10:00　单位：元" in written
    assert "不含下属单位" in written
    assert "演示" not in written


def test_a_demo_site_marks_its_files(bought, now, settings):
    settings.DEMO = True

    assert words.DEMO_MARK in "\n".join(texts(book(bought, now)["汇总"]))
    assert words.DEMO_MARK in "\n".join(
        line.text for line in Document(BytesIO(bulletin.write(bought, at=now))).paragraphs
    )


def test_totals_are_formulas_over_their_cells(bought, now):
    sheet = book(bought, now)["汇总"]
    rows = {row[2].value: row for row in sheet.iter_rows(min_row=HEADING_ROW + 1)}

    assert rows["合计"][5].value == "=SUM(F7:F9)"
    assert rows["社会公众"][5].value == "=SUM(E9:E9)"
    assert rows["社会公众"][7].value == "—"


def test_text_that_looks_like_a_formula_stays_text(bought, oranges, unit, shopper, now):
    for title in ("+1+1", "-2", "@SUM(1)", "=cmd|' /C calc'!A0", "坏\x0b字符"):
        oranges.title = title
        oranges.save()
        complete(oranges, 1, by=shopper, at=now, unit=unit)
    found = book(bought, now)

    written = {cell.value: cell for sheet in found for row in sheet.iter_rows() for cell in row}
    for text in ("=HYPERLINK(0)", "+1+1", "-2", "@SUM(1)", "=cmd|' /C calc'!A0"):
        assert (written[text].data_type, written[text].quotePrefix) == ("s", True), text
    assert "坏字符" in written
    formulas = {cell.value for cell in written.values() if cell.data_type == "f"}
    assert all(formula.startswith(("=SUM(", "=IF(")) for formula in formulas)


def test_the_ledger_sheet_holds_every_entry(bought, now):
    sheet = book(bought, now)["台账"]
    heading = [cell.value for cell in sheet[1]]
    amounts = [row[heading.index("金额（元）")].value for row in sheet.iter_rows(min_row=2, max_row=sheet.max_row - 1)]

    assert sorted(amounts) == [58, 174, 290]
    assert sheet.cell(sheet.max_row, heading.index("金额（元）") + 1).value == "=SUM(J2:J4)"
    assert sheet.auto_filter.ref == "A1:V4"


def test_it_prints_on_a4_across_with_its_heading_on_each_page(bought, now):
    for sheet in book(bought, now):
        heading = {"汇总": HEADING_ROW, "分地区": HEADING_ROW, "分月": HEADING_ROW, "台账": 1}[sheet.title]
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.print_title_rows == f"${heading}:${heading}"
        assert sheet.freeze_panes == f"A{heading + 1}"


def test_an_empty_year_makes_a_workbook_too(db, now):
    make_plan()
    chosen = selection.read({"plan": "2026"}, on=date(2026, 1, 1))

    assert book(chosen, now)["台账"].max_row == 1
    assert "暂无单位采购" in "\n".join(
        line.text for line in Document(BytesIO(bulletin.write(chosen, at=now))).paragraphs
    )


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_computes_the_totals_that_we_store(bought, now, tmp_path):
    (tmp_path / "made.xlsx").write_bytes(workbook.write(bought, at=now))
    command = [SOFFICE, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "out"), str(tmp_path / "made.xlsx")],
        check=True,
        capture_output=True,
        timeout=180,
    )
    computed = load_workbook(tmp_path / "out" / "made.xlsx", data_only=True)

    rows = {row[2].value: [cell.value for cell in row] for row in computed["汇总"].iter_rows(min_row=HEADING_ROW + 1)}
    total = float(bought.entries().total())
    assert rows["合计"][5] == rows["合计"][4] == total == 522
    unit_row = next(row for row in rows.values() if row[6] == 1000)
    assert (unit_row[5], round(unit_row[7], 4), unit_row[8]) == (290, 0.29, "自愿认领")
    assert rows["=HYPERLINK(0)"][7] == rows["合计"][7] == "未设目标"
    months, regions = computed["分月"], computed["分地区"]
    assert months.cell(months.max_row - 1, 3).value == total
    assert [cell.value for cell in regions[regions.max_row - 1]][:3] == ["合计", total, 1]
    assert computed["台账"].cell(computed["台账"].max_row, 10).value == total


def pages_of(content):
    document = Document(BytesIO(content))
    return document, "\n".join(line.text for line in document.paragraphs)


def test_the_bulletin_tells_the_figures_in_words(bought, now):
    document, written = pages_of(bulletin.write(bought, at=now))

    assert document.paragraphs[0].text == "建湖县2026年\n东西部协作消费帮扶采购情况通报"
    assert "按照自愿原则" in written
    assert "采购协作地区农副产品522.00元（已完成口径，既验收又付清才计入），共2个单位参与。" in written
    assert "（一）秭归县。采购522.00元，占100.0%；主要是脐橙。" in written
    assert "1个单位中，0个已经达到目标；未设目标的单位不计算完成率。" in written
    assert "832平台预留份额不在本统计之内" in written
    units, regions, months = document.tables
    assert [cell.text for cell in units.rows[1].cells][1:] == ["290.00", "1,000.00", "29.0%", "自愿认领"]
    assert [cell.text for cell in units.rows[-1].cells][1] == "522.00"
    assert [cell.text for cell in regions.rows[-1].cells][:2] == ["合计", "522.00"]
    assert [cell.text for cell in months.rows[-1].cells][:2] == ["合计", "522.00"]


def test_the_bulletin_of_a_month_counts_up_to_it_against_the_years_target(bought, oranges, unit, shopper, now):
    complete(oranges, 2, by=shopper, at=now.replace(month=9), unit=unit)
    document, written = pages_of(bulletin.write(bought.narrowed(first_month="2026-11", last_month="2026-11"), at=now))

    assert "建湖县2026年11月\n" in written
    assert [cell.text for cell in document.tables[0].rows[0].cells][1:4] == ["本期采购额", "年初以来", "年度目标"]
    assert [cell.text for cell in document.tables[0].rows[1].cells][1:5] == ["290.00", "406.00", "1,000.00", "40.6%"]


def test_the_bulletin_compares_only_months_that_are_over(bought, oranges, unit, shopper, now):
    Plan.objects.create(year=2025, title="2025年方案", starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
    complete(oranges, 1, by=shopper, at=now.replace(year=2025, month=5), unit=unit)
    complete(oranges, 9, by=shopper, at=now.replace(year=2025, month=11), unit=unit)
    complete(oranges, 2, by=shopper, at=now.replace(month=5), unit=unit)

    assert "2026年1月1日至2026年11月20日（本期尚未结束），" in pages_of(bulletin.write(bought, at=now))[1]
    assert "1至10月合计116.00元，比上年同期的58.00元增长100.0%。" in pages_of(bulletin.write(bought, at=now))[1]


def test_the_bulletin_keeps_the_sentences_that_somebody_wrote(bought, now):
    draft, _ = drafts.read(bought, on=now.date())
    draft = replace(draft, title="另一个标题", sections=[("总体情况", "一句自己写的话。")])
    _, written = pages_of(bulletin.write(bought, at=now, draft=draft))

    assert written.startswith("另一个标题")
    assert "一、总体情况\n一句自己写的话。" in written
    assert "二、" not in written


def test_the_bulletin_has_the_form_of_an_official_document(bought, now):
    document, _ = pages_of(bulletin.write(bought, at=now))
    section, title = document.sections[0], document.paragraphs[0]
    heading = next(line for line in document.paragraphs if line.text.startswith("一、"))
    second = next(line for line in document.paragraphs if line.text.startswith("（一）"))
    body = next(line for line in document.paragraphs if line.text.startswith("根据"))

    def faces(line):
        return [(run._r.rPr.rFonts.get(qn("w:eastAsia")), run.font.size.pt) for run in line.runs]

    assert [round(margin.mm) for margin in (section.page_width, section.page_height)] == [210, 297]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]
    assert faces(title)[0] == ("方正小标宋简体", 22)
    assert faces(body) == [("仿宋_GB2312", 16)]
    assert faces(heading) == [("黑体", 16)]
    assert faces(second) == [("楷体_GB2312", 16), ("仿宋_GB2312", 16)]
    assert body.paragraph_format.first_line_indent.pt == 32
    for footer in (section.footer, section.even_page_footer):
        assert footer.paragraphs[0].text == "—  —"
        assert "PAGE" in footer._element.xml


def test_amounts_in_ten_thousands_are_exact(bought, now):
    sheet = load_workbook(BytesIO(workbook.write(bought, at=now, scale=WAN)))["汇总"]
    rows = {row[2].value: row for row in sheet.iter_rows(min_row=HEADING_ROW + 1)}

    assert "单位：万元" in "\n".join(texts(sheet))
    assert rows["=HYPERLINK(0)"][4].value == 0.0174
    assert "522.00元" not in pages_of(bulletin.write(bought, at=now, scale=WAN))[1]
    assert "0.05万元" in pages_of(bulletin.write(bought, at=now, scale=WAN))[1]


def test_a_custom_table_becomes_a_workbook_with_sums(bought, now):
    found = tables.cross(bought, UNIT, REGION)
    sheet = load_workbook(BytesIO(crossed.write(found, at=now))).active
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=crossed.HEADING_ROWS + 1)}

    assert (rows["=HYPERLINK(0)"][0].data_type, rows["=HYPERLINK(0)"][2].value) == ("s", 174)
    assert rows["合计"][1].value == "=SUM(B5:B7)"


def test_a_file_is_named_after_what_it_holds(bought, unit):
    narrowed = bought.narrowed(unit=unit, first_month="2026-03", last_month="2026-04")

    assert words.file_name(bought, "xlsx") == "建湖县2026年东西部协作消费帮扶采购情况（已完成口径）.xlsx"
    assert words.file_name(narrowed, "docx").startswith(
        f"建湖县2026年东西部协作消费帮扶采购情况通报2026-03至2026-04{unit.name}"
    )
