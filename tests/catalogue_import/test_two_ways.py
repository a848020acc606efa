"""Both ways of reading find the same cells in every file there is, and those that openpyxl finds."""

import io
from datetime import date
from itertools import islice

import pytest
from django.conf import settings as site
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from catalogue_import.workbook import bundle, cells, numbers, package
from catalogue_import.workbook.refusals import Refused

from .corpus import cases
from .large_files import rows as honest_rows
from .large_files import write

# A million empty rows show no more than these do.
ENOUGH = 2_000
# Half a minute each, and no cell that others do not have.
TOO_LONG = {"sheets-a_million_rows_of_empty_styled_cells"}
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12).filter(lambda text: text[:1] != "=")
VALUES = st.one_of(
    st.none(),
    TEXTS,
    st.integers(-(10**14), 10**14),
    st.floats(-1e9, 1e9).map(lambda value: round(value, 4)),
    st.booleans(),
    st.dates(date(1901, 1, 1), date(2099, 12, 31)),
)
many = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def told(rows):
    """Return the first rows that hold anything, and whether reading is then refused."""
    found = []
    try:
        found.extend(row for row in islice(rows, ENOUGH) if row.cells)
    except Refused:
        return found, True
    return found, False


def both_ways(opened):
    reader = cells.Cells(opened, site.WORKBOOK_LIMITS)
    for each in package.sheets(opened):
        yield told(reader.every_row(each)), told(reader.parsed_rows(each, opened.last_place(each.part, cells.VALUES)))


@pytest.mark.parametrize("case", [case for case in cases() if case.name not in TOO_LONG], ids=lambda case: case.name)
def test_a_file_of_the_corpus_is_read_alike_in_both_ways(case, tmp_path):
    path = tmp_path / "upload"
    path.write_bytes(case.build())
    try:
        with bundle.opened(path, case.file, site.WORKBOOK_LIMITS) as opened:
            pairs = list(both_ways(opened.package))
    except Refused:
        # Nothing was read, in whatever way.
        assert case.sentences
        return

    for (fast, is_refused), (thorough, is_refused_too) in pairs:
        # The piece that breaks off may be found sooner in one way; what stands before it is the same.
        assert is_refused == is_refused_too
        assert all(row == other for row, other in zip(fast, thorough, strict=False))
        assert is_refused or len(fast) == len(thorough)


def test_a_large_honest_file_is_read_alike_in_both_ways(tmp_path):
    path = tmp_path / "目录.xlsx"
    write(path, honest_rows(1_500))

    with bundle.opened(path, path.name, site.WORKBOOK_LIMITS) as opened:
        ((fast, _), (thorough, _)) = next(both_ways(opened.package))

    assert fast == thorough
    assert len(fast) == 1_501 and all(len(row.cells) == 26 for row in fast[1:])


@many
@given(rows=st.lists(st.lists(VALUES, max_size=8), max_size=8))
def test_a_generated_sheet_is_read_as_openpyxl_reads_it(tmp_path_factory, rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    path = tmp_path_factory.mktemp("generated") / "目录.xlsx"
    book.save(path)

    with bundle.opened(path, path.name, site.WORKBOOK_LIMITS) as opened:
        ((fast, _), (thorough, _)) = next(both_ways(opened.package))

    found = {(row.number, column): cell.text for row in fast for column, cell in row.cells.items()}
    assert fast == thorough
    assert found == openpyxl_cells(path)


def openpyxl_cells(path):
    sheet = load_workbook(io.BytesIO(path.read_bytes()), read_only=True).active
    texts = {(c.row, c.column): _text(c.value) for row in sheet.iter_rows() for c in row if c.value is not None}
    return {place: text for place, text in texts.items() if not text.isspace() and text}


def _text(value):
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return numbers.write(repr(value))
    return value.strftime("%Y-%m-%d") if isinstance(value, date) else value
