"""A collection sheet that LibreOffice opened, calculated and saved comes back as it went out."""

import shutil
import subprocess
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from procurement.collection import group_orders, pledge_sheets, progress
from procurement.collection.pledge_workbook import layout
from procurement.collection.pledge_workbook.planned import Outcome

from . import sheets, states

pytestmark = pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")


def save_in_libreoffice(filled, folder):
    source = folder / "sheet.xlsx"
    source.write_bytes(filled.file().read())
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", folder / "out", source]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return BytesIO((folder / "out" / "sheet.xlsx").read_bytes())


def test_libreoffice_calculates_the_sheet_and_sends_it_back(open_group_order, handler, oranges, now, tmp_path):
    cast, item = states.Cast(handler, None, now), open_group_order.items.get()
    group_orders.join(
        group_order=open_group_order,
        name="王芳",
        mobile="10090000002",
        quantities={item.pk: 2},
        totals={item.pk: {Decimal("54.50"): 5}},
        at=now,
    )
    states.join(open_group_order, 4, cast, number=1, name="=1+1")
    filled = sheets.download(open_group_order, now)
    filled.put("=1+1", oranges, 15)
    new = filled.add("陈静", "10090000003", {oranges: 9}, "外科")

    file = save_in_libreoffice(filled, tmp_path)

    seen = openpyxl.load_workbook(file, data_only=True)[layout.SHEET]
    column = filled.column_of(oranges)
    sums = [seen.cell(row, column).value for row in (layout.PACKS_ROW, layout.PRICE_ROW, layout.AMOUNT_ROW)]
    assert sums == [26, 56.3, pytest.approx(1463.8)]
    assert seen.cell(layout.NEXT_ROW, column).value == "再加 24 箱降到 54.50"
    assert (seen.cell(new, layout.PACKS).value, seen.cell(new, layout.AMOUNT).value) == (9, pytest.approx(506.7))
    assert seen.cell(filled.row_of("=1+1"), layout.NAME).value == "=1+1", "a name is not calculated"
    file.seek(0)
    sheet = pledge_sheets.upload(group_order=open_group_order, file=file, name="x.xlsx", by=handler, at=now)
    assert {row.name: row.outcome for row in pledge_sheets.review(sheet)} == {
        "=1+1": Outcome.CHANGED,
        "王芳": Outcome.UNCHANGED,
        "陈静": Outcome.NEW,
    }
    pledge_sheets.apply(sheet=sheet, by=handler, at=now)
    (row,) = progress.of(open_group_order)
    assert (row.quantity, row.unit_price, row.amount) == (26, Decimal("56.30"), Decimal("1463.80"))
