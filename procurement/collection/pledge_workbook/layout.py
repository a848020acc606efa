"""Where everything stands in a collection sheet, and the mark by which it is known again."""

import re

SHEET = "征集表"
TITLE_ROW, NOTE_ROW, KEY_ROW = 1, 2, 3
CODE_ROW, PRODUCT_ROW, PRICES_ROW, MINIMUM_ROW = 4, 5, 6, 7
PACKS_ROW, PRICE_ROW, AMOUNT_ROW, NEXT_ROW = 8, 9, 10, 11
HEAD_ROW, FIRST_ROW = 12, 13
# Column A and row 3 are hidden: they say which row is whose, and which column is which product.
KEY, NAME, DEPARTMENT, MOBILE, PACKS, AMOUNT, FIRST_ITEM = range(1, 8)
HEADERS = {KEY: "编号", NAME: "姓名", DEPARTMENT: "部门", MOBILE: "手机号", PACKS: "件数", AMOUNT: "金额（元）"}
MAX_PEOPLE = 1000
# Rows ready for people who are not in the sheet yet.
SPARE_ROWS = 50
MAX_ITEMS = 200
NAME_LENGTH = DEPARTMENT_LENGTH = 40

_MARK = re.compile(rf"{SHEET} (\S{{1,20}}) (\d{{1,18}})\Z")


def mark(number, seen):
    """Return what stands in the first cell of the hidden row.

    :param seen: key of the newest change of a pledge that the sheet knows.
    """
    return f"{SHEET} {number} {seen}"


def read_mark(text):
    """Return ``(number, seen)`` of a mark, or None."""
    found = _MARK.match(text)
    return (found[1], int(found[2])) if found else None
