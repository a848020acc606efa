"""Paragraphs and tables of a .docx page in the form of an official document (GB/T 9704-2012)."""

import re

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

TITLE_SONG, SONG, FANG_SONG, KAI, HEI = "方正小标宋简体", "宋体", "仿宋_GB2312", "楷体_GB2312", "黑体"
LEFT, CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
# Sizes in points: 二号 22, 三号 16, 四号 14. 22 lines on a page, 28 characters in a line.
BODY, LINE = 16, 28.95
# Twentieths of a point that characters stand closer, so that 28 of them fill 156 mm.
CLOSER = "-4"
# Kind of line: typeface, size, alignment, characters the first line is indented by.
LINES = {
    "title": (TITLE_SONG, 22, CENTRE, 0),
    "subtitle": (KAI, BODY, CENTRE, 0),
    "addressee": (FANG_SONG, BODY, LEFT, 0),
    "heading": (HEI, BODY, LEFT, 2),
    "body": (FANG_SONG, BODY, WD_ALIGN_PARAGRAPH.JUSTIFY, 2),
    "list": (FANG_SONG, BODY, LEFT, 2),
    "signature": (FANG_SONG, BODY, RIGHT, 0),
    "attachment": (HEI, BODY, LEFT, 0),
    "note": (FANG_SONG, 10.5, LEFT, 0),
}
# A second heading runs into its paragraph: （一）铜川市。采购……
RUN_IN = re.compile(r"^(（[一二三四五六七八九十]+）[^。]*。)(.*)$", re.S)


def set_up(document):
    """Make the page A4 with margins of 37, 35, 28 and 26 mm, its number as — 1 — outside below the text."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(23)
    _set_font(document.styles["Normal"], FANG_SONG, BODY)
    _set_grid(section)
    document.settings.odd_and_even_pages_header_footer = True
    _number(section.footer, RIGHT)
    _number(section.even_page_footer, LEFT)


def add_line(document, text, kind, *, before=0):
    """Add one paragraph of a kind in ``LINES``; ``before`` lines stay empty above it."""
    typeface, size, alignment, indent = LINES[kind]
    paragraph = document.add_paragraph()
    _space(paragraph, before=before * LINE, exactly=LINE if size == BODY else size * 1.55)
    paragraph.alignment = alignment
    paragraph.paragraph_format.first_line_indent = Pt(size * indent)
    # Whoever signs must not stand on a page alone.
    paragraph.paragraph_format.keep_with_next = kind in ("title", "heading", "attachment", "list")
    if kind == "signature":
        paragraph.paragraph_format.right_indent = Pt(size * 4)
    run_in = RUN_IN.match(text) if kind == "body" else None
    for part, face in ((run_in[1], KAI), (run_in[2], FANG_SONG)) if run_in else ((text, typeface),):
        _add_text(paragraph, part, face, size)
    return paragraph


def break_page(document):
    """Go on on a new page, as every attachment does."""
    paragraph = document.paragraphs[-1] if document.paragraphs else document.add_paragraph()
    paragraph.add_run().add_break(WD_BREAK.PAGE)


def add_table(document, heading, rows, sums, *, widths):
    """Add a table with lines: the first column is text, all others are figures; its head stands on every page.

    :param sums: the bottom row.
    :param widths: of the columns, in mm; 156 fill the line.
    """
    table = document.add_table(rows=0, cols=len(heading))
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _add_row(table, heading, HEI, [CENTRE] * len(heading), widths)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    alignments = [LEFT, *[RIGHT] * (len(heading) - 1)]
    for row in rows:
        _add_row(table, row, FANG_SONG, alignments, widths)
    _add_row(table, sums, HEI, alignments, widths)
    # Word goes by the cells' widths, LibreOffice and WPS by the columns'.
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)


def _add_row(table, texts, typeface, alignments, widths):
    row = table.add_row()
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, text, alignment, width in zip(row.cells, texts, alignments, widths, strict=True):
        cell.width = Mm(width)
        paragraph = cell.paragraphs[0]
        paragraph.alignment = alignment
        _space(paragraph, before=2, exactly=15, after=2)
        _add_text(paragraph, text, typeface, 10.5)


def _number(footer, alignment):
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = alignment
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Pt(14)
    _add_text(paragraph, "— ", SONG, 14)
    run = paragraph.add_run()
    _set_font(run, SONG, 14)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)
    _add_text(paragraph, " —", SONG, 14)


def _set_grid(section):
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(round(LINE * 20)))


def _add_text(paragraph, text, typeface, size):
    for number, line in enumerate(text.split("\n")):
        run = paragraph.add_run(line)
        if number:
            run._r.insert(0, OxmlElement("w:br"))
        _set_font(run, typeface, size)
        if size == BODY:
            spacing = OxmlElement("w:spacing")
            spacing.set(qn("w:val"), CLOSER)
            run._r.rPr.append(spacing)


def _set_font(owner, typeface, size):
    """Set a typeface for Chinese too: Word looks at ``eastAsia`` for it, which python-docx leaves out."""
    owner.font.name, owner.font.size = typeface, Pt(size)
    owner.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), typeface)


def _space(paragraph, *, before, exactly, after=0):
    form = paragraph.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(exactly)
    if exactly != LINE:
        snap = OxmlElement("w:snapToGrid")
        snap.set(qn("w:val"), "0")
        paragraph._p.get_or_add_pPr().append(snap)
