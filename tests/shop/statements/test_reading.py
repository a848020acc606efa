"""Statements in the forms that banks give them: read whole, or refused with a reason; no amount becomes zero."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from procurement.workbooks.safety import Refused
from shop.payments.statements import files, headers, parse

from .files import HEADER, csv, row, workbook

TODAY = date(2030, 1, 1)


def read(file):
    """Return the lines of an uploaded statement."""
    (rows, *_) = files.read(file)
    return parse.lines(rows, headers.find(rows), today=TODAY)


def one(**cells):
    (line,) = read(workbook([row(cells.pop("income", "580.00"), **cells)]))
    return line


CCB = "交易时间 借方发生额/元(支取) 贷方发生额/元(收入) 余额 对方户名 对方账号 摘要 备注 账户明细编号-交易流水号"
BOC = (
    "交易日期[ Transaction Date ]|交易类型[ Transaction Type ]|交易金额[ Trade Amount ]|付款人名称[ Payer's Name ]"
    "|交易流水号[ Transaction reference number ]|用途[ Purpose ]"
)
# The header, and the place of the money that comes in.
BANKS = {
    "工商银行": ("交易时间 对方单位名称 收入金额 支出金额 账户余额 摘要 用途".split(), 2),
    "建设银行": (CCB.split(), 2),
    "农业银行": ("交易时间 收入金额 支出金额 账户余额 对方账号 对方户名 交易用途 交易摘要".split(), 1),
    "中国银行": (BOC.split("|"), 2),
}


@pytest.mark.parametrize("bank", BANKS)
def test_the_layouts_of_common_banks_are_known(bank):
    header, place = BANKS[bank]
    cells = ["" for _ in header]
    cells[0], cells[place] = "2026-11-20 09:30:00", "580.00"
    if bank == "中国银行":
        cells[1] = "来账"

    (line,) = read(workbook([cells], header=header, above=[["账户明细查询结果"], []]))

    assert (line.booked_on, line.amount) == (date(2026, 11, 20), Decimal("580.00"))


def test_a_header_of_two_rows_with_merged_cells_is_read_as_one():
    upper = ["交易日期", "发生额", None, "对方", None, "摘要"]
    lower = [None, "借方", "贷方", "户名", "账号", None]
    merged = ["A1:A2", "B1:C1", "D1:E1", "F1:F2"]

    (line,) = read(workbook([lower, ["2026-11-20", None, 580, "县一中", "123", "货款"]], header=upper, merged=merged))

    assert (line.amount, line.payer_name, line.payer_account) == (Decimal("580.00"), "县一中", "123")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_read_in_the_encodings_banks_use(encoding):
    (line,) = read(csv([row("1,580.50", "货款", "建湖县第一中学", '="000123"')], encoding=encoding))

    assert (line.amount, line.payer_name, line.serial) == (Decimal("1580.50"), "建湖县第一中学", "000123")


def test_an_account_number_that_lost_its_digits_is_not_used():
    line = one(account=1.2345e18, serial=1.2345e18)

    assert line.payer_account == line.serial == ""
    assert len(line.remarks) == 2
    assert "1.2345E+18" in files.read(workbook([row(1, account="1.2345E+18")]))[0][1][2]
    assert "后几位已经丢失" in line.remarks[0]


@pytest.mark.parametrize("text", ["1,580.50", " ¥1580.5 ", "１５８０．５０元", "+1580.50", "1580.50元", 1580.5])
def test_amounts_as_text_are_amounts(text):
    assert one(income=text).amount == Decimal("1580.50")


@pytest.mark.parametrize("text", ["五百八十", "58O.00", "1.2345E+18", "580.005", "1.580.50", "12345678901", "580/2"])
def test_an_amount_that_cannot_be_read_is_no_amount_and_says_so(text):
    line = one(income=text)

    assert text in line.problem
    assert line.amount == 0


@pytest.mark.parametrize(
    ("cells", "amount"),
    [
        ({"income": "-580.00"}, "-580.00"),
        ({"income": "(580.00)"}, "-580.00"),
        ({"income": "", "expense": "12.50"}, "-12.50"),
    ],
)
def test_money_that_left_is_negative(cells, amount):
    assert one(**cells).amount == Decimal(amount)


@pytest.mark.parametrize(("direction", "amount"), [("贷", "580"), ("收入", "580"), ("借", "-580"), ("支出", "-580")])
def test_one_column_of_amounts_takes_its_sign_from_the_direction(direction, amount):
    (line,) = read(workbook([["2026-11-20", direction, "580.00"]], header=["交易日期", "借贷标志", "交易金额"]))

    assert line.amount == Decimal(amount)


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"date": ""}, "没有日期"),
        ({"date": "昨天"}, "日期“昨天”读不懂"),
        ({"date": "2099-01-01"}, "在今天之后"),
        ({"income": ""}, "没有金额"),
        ({"expense": "5"}, "同时有金额"),
    ],
)
def test_a_line_that_makes_no_sense_stays_with_its_reason(cells, problem):
    assert problem in one(**cells).problem


def test_sums_and_notes_are_no_lines():
    rows = [row("580.00"), ["合计", "", "", "580.00"], [], ["制表人：王"]]

    assert len(read(workbook(rows))) == 1


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SimpleUploadedFile("a.xls", b"\xd0\xcf\x11\xe0 old"), "老格式"),
        (SimpleUploadedFile("a.xls", b"<html><table></table></html>"), "网页格式"),
        (SimpleUploadedFile("a.csv", b"\xff\x00\x81\xfe\xff\x00"), "编码"),
        (SimpleUploadedFile("a.xlsx", b"PK\x03\x04 broken"), "已损坏"),
    ],
)
def test_files_that_are_no_statement_are_refused_with_what_to_do(file, sentence):
    with pytest.raises(Refused, match=sentence):
        files.read(file)


def test_too_many_rows_are_refused():
    with pytest.raises(Refused, match="分几个时间段"):
        files.read(csv([row("1")] * (files.MAX_ROWS + 1)))


def test_an_unknown_header_is_found_once_somebody_mapped_it():
    names = ["何时", "何人", "多少"]
    rows = files.read(workbook([["2026-11-20", "县一中", "580"]], header=names, above=[["明细"]]))[0]
    assert headers.find(rows) is None

    remembered = {headers.signature(names): {"0": "date", "1": "payer", "2": "income"}}
    (line,) = parse.lines(rows, headers.find(rows, remembered), today=TODAY)

    assert (line.payer_name, line.amount) == ("县一中", Decimal("580"))


def test_the_account_above_the_header_is_read():
    assert headers.account([["账号：6222 0000 1111 2222", ""], HEADER]) == "6222000011112222"
    assert headers.account([["账号", "1.2345E+18"], HEADER]) == ""
