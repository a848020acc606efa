"""What must be read from each sample: chosen values, colours of pictures, and mistakes, row by row."""

from typing import NamedTuple


class Expected(NamedTuple):
    """One row: its number, some of its values, its pictures' colours, and ``{cell: part of the sentence}``."""

    number: int
    values: dict
    pictures: tuple = ()
    mistakes: dict = {}


def _row(number, code, price, *pictures, **mistakes):
    return Expected(number, {"code": code, "price": price}, pictures, mistakes)


FIRST, SECOND, THIRD = ("ZG-001", "58.00"), ("ZG-002", "108.00"), ("ZG-003", "66.50")
EXPECTED = {
    "excel_over_cells.xlsx": [
        _row(2, *FIRST, "red", "lime"),
        _row(3, *SECOND, "blue"),
        _row(4, *THIRD, "red"),
    ],
    "excel_in_cells.xlsx": [_row(2, *FIRST, "blue"), _row(3, *SECOND, "red"), _row(4, *THIRD, "blue")],
    "wps_in_cells.xlsx": [_row(2, *FIRST, "lime"), _row(3, *SECOND, "blue"), _row(4, *THIRD)],
    "zip_with_files.zip": [_row(2, *FIRST, "red", "lime"), _row(3, *SECOND, "blue", "red"), _row(4, *THIRD)],
    "libreoffice_over_cells.xlsx": [_row(2, *FIRST, "red"), _row(3, *SECOND), _row(4, *THIRD, "blue")],
    "header_of_two_rows.xlsx": [_row(4, *FIRST)],
    "pasted_from_everywhere.xlsx": [
        Expected(
            5,
            {
                "code": "ZG-001", "title": "秭归 脐橙 礼盒", "category": "水果 > 脐橙", "county": "秭归县",
                "spec": "5kg/箱", "unit": "箱", "price": "1280.00", "stock": 100,
            },
        ),
        Expected(6, {"code": "ZG-002", "category": "水果 > 脐橙", "county": "秭归县", "price": "58.00", "stock": 50}),
        Expected(7, {"code": "ZG-003", "category": "水果 > 脐橙", "stock": 20}, (), {"G7": "日期"}),
        Expected(8, {"code": "ZG-004", "category": "水果 > 苹果", "price": "58.30", "stock": 0}),
        Expected(10, {"code": "合计", "stock": 170}, (), {f"{column}10": "必须填写" for column in "BCDEFG"}),
    ],
    "hidden_and_filtered.xlsx": [
        Expected(2, {"code": "ZG-001", "county": "秭归县", "spec": "5kg/箱", "shelf_life_days": 30}),
        Expected(3, {"code": "ZG-002", "price": "66.00"}),
        Expected(4, {"code": "ZG-003", "price": "60.00"}, (), {"I4": "日期"}),
    ],
    "rich_inline_and_calculated.xlsx": [
        Expected(2, {"code": "ZG-001", "title": "秭归脐橙", "price": "58.00"}),
        Expected(3, {"code": "ZG-002", "title": "红富士 苹果", "price": "66.00"}),
        Expected(4, {"code": "ZG-003", "title": "伦晚脐橙"}, (), {"G4": "公式没有结果"}),
        Expected(5, {"code": "ZG-004", "title": "脐橙"}, (), {"G5": "错误值"}),
    ],
}  # fmt: skip
