"""The fast way of reading a sheet gives what the thorough way gives, or gives way to it."""

import os
import re
from itertools import islice

import pytest
from django.conf import settings as site
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue_import.workbook import bundle, package, plain, plain_rows, strings
from catalogue_import.workbook.cells import Cells
from catalogue_import.workbook.refusals import Refused
from tests.samples.make import FILES, FOLDER

from .workbooks import GOOD, HEADERS, Raw, sheet, workbook, zipped
from .workbooks import parts as parts_of

# What programs and people may put between, into and instead of the plainest cells.
PIECES = st.sampled_from(
    [
        '<c r="A1" t="s"><v>0</v></c>', '<c r="B1" s="1"><v>58.5</v></c>', '<c r="C1"/>',
        '<c r="D1" t="b"><v>1</v></c>',
        '<c r="E1" t="s"><v>7</v></c>', '<c r="A1"><v>2</v></c>', "<c><v>3</v></c>", '<c r="F1" t="n"><v/></c>',
        '<c t="s" r="G1"><v>1</v></c>', '<c r="H1" t="inlineStr"><is><t>a &amp; b</t></is></c>', "<!-- x -->", " \n",
        '<c r="I1" t="str"><f>A1</f><v>x</v></c>', '<c r="J1" t="e"><v>#REF!</v></c>', '<c r="K1"><v>=1</v></c>',
        '<c r="ZZZ1"><v>1</v></c>', '<c r="L1"><v><![CDATA[<c r="M1"><v>9</v></c>]]></v></c>', "<x/>", "<?pi?>",
        '<c r="N1"><v> 4 </v></c>', '<c r="O1" t="d"><v>2026-01-02</v></c>', "&amp;", '<c r="P1" s="1"><v>1e3</v></c>',
        "</row><row>", '</row><row r="5"/><row r="6">', '</row>\n<row r="9" ht="1>2">', "<row/>", "&#60;",
    ]
)  # fmt: skip
TEXTS = st.sampled_from(
    ["<t>one</t>", '<t xml:space="preserve"> two </t>', "<t>a &lt; b &quot;</t>", "<t>&#10;</t>", "<r><t>rich</t></r>",
     "<t/>", "", "<t>a\r\nb</t>", "<t>_x000D_</t>", "<t>x</t><rPh><t>y</t></rPh>", "<t><!-- c -->z</t>"]
)  # fmt: skip
# MUTATIONS=3000 looks longer than every run of the tests can.
EXAMPLES = int(os.environ.get("MUTATIONS", "60"))
many = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """Return a function that opens the package of a file's bytes."""
    path = tmp_path_factory.mktemp("plain") / "a.xlsx"

    def run(data):
        path.write_bytes(data)
        return package.open(path, site.WORKBOOK_LIMITS)

    return run


def told(rows):
    """Return what an iterator yields, and whether it then refuses to go on."""
    found = []
    try:
        found.extend(rows)
    except Refused:
        return found, "refused"
    return found, ""


def both(opened_package):
    cells = Cells(opened_package, site.WORKBOOK_LIMITS)
    for each in package.sheets(opened_package):
        fast, thorough = told(cells.every_row(each)), told(cells.parsed_rows(each))
        yield fast, thorough


@pytest.mark.parametrize("name", sorted(FILES))
def test_real_files_are_read_alike_in_both_ways(name):
    with bundle.opened(FOLDER / name, name, site.WORKBOOK_LIMITS) as file:
        assert all(fast == thorough for fast, thorough in both(file.package))


@many
@given(pieces=st.lists(PIECES, max_size=12))
def test_any_mixture_of_cells_is_read_alike_in_both_ways(opened, pieces):
    content = sheet([]).replace("<sheetData>", '<sheetData><row r="1">' + "".join(pieces) + "</row>")
    content = re.sub("^", '<?xml version="1.0" encoding="UTF-8"?>\n', content, count=1)
    shared = '<sst xmlns="x"><si><t>one</t></si><si><t> </t></si></sst>'
    data = zipped(parts_of([]) | {"xl/worksheets/sheet1.xml": content, "xl/sharedStrings.xml": shared})

    for fast, thorough in both(opened(data)):
        # The piece that refuses may come sooner or later; what is there before it is the same.
        assert fast[1] == thorough[1]
        assert all(row == other for row, other in zip(fast[0], thorough[0], strict=False))
        assert fast[1] or len(fast[0]) == len(thorough[0])


@many
@given(texts=st.lists(TEXTS, max_size=6))
def test_any_mixture_of_shared_strings_is_read_alike_in_both_ways(opened, texts):
    items = "".join(f"<si>{text}</si>" for text in texts)
    data = zipped(parts_of([]) | {"xl/sharedStrings.xml": f'<sst xmlns="x">{items}</sst>'})
    file = opened(data)

    thorough = [strings.text_of(item) for item in file.elements("xl/sharedstrings.xml", "si", last="sst")]

    assert strings.read(file) == thorough


def test_a_plain_sheet_needs_no_thorough_reading(opened):
    row = [Raw(f'<c r="{{at}}" s="1"><v>{number}</v></c>') for number in range(8)]
    file = opened(workbook([row, row]))

    found = list(plain_rows.rows(file.chunks("xl/worksheets/sheet1.xml")))

    assert [number for number, _, _ in found] == ["1", "2"]
    assert found[0][1][7] == ("H", "1", "", "7")


def test_a_row_with_texts_of_its_own_is_handed_over_and_the_next_goes_on(opened):
    plain_row = [Raw('<c r="{at}"><v>1</v></c>')]
    file = opened(workbook([HEADERS, plain_row, GOOD]))

    found = list(plain_rows.rows(file.chunks("xl/worksheets/sheet1.xml")))

    assert [cells is None for _, cells, _ in found] == [True, False, True]


@pytest.mark.parametrize("odd", ["<!-- <row> -->", "<![CDATA[<row>]]>", "<?x?>"])
def test_what_only_looks_like_a_row_is_left_to_a_parser(opened, odd):
    content = sheet([GOOD]).replace("<sheetData>", f"<sheetData>{odd}")
    file = opened(zipped(parts_of([]) | {"xl/worksheets/sheet1.xml": content}))

    with pytest.raises(plain.NotPlain):
        list(islice(plain_rows.rows(file.chunks("xl/worksheets/sheet1.xml")), 5))
