"""Who can log in as what, as a table for a terminal."""

from unicodedata import east_asian_width

from . import people, tables

TOUR_UNIT = "SY009"


def table():
    """Return the lines of the table: person, mobile, what they see."""
    rows = [("身份", "手机号", "能看什么、做什么"), *_rows()]
    widths = [max(_width(row[column]) for row in rows) for column in range(2)]
    return [
        "  ".join([*(_padded(cell, wide) for cell, wide in zip(row, widths, strict=False)), row[2]]) for row in rows
    ]


def _rows():
    units = tables.read("units")
    place = next(place for place, row in enumerate(units) if row["code"] == TOUR_UNIT)
    name = units[place]["short_name"]

    def of_unit(digit):
        return people.mobile(people.number_in_unit(place, digit))

    suppliers = [row["supplier_code"] for row in tables.read("suppliers")]

    def of_supplier(code):
        return people.mobile(people.FIRST_OPERATOR + suppliers.index(code))

    return [
        ("县协作办", people.mobile(people.OFFICE), "统计、台账、年度方案与目标"),
        (f"{name} 经办人", of_unit(people.HANDLER), "发起集中采购、截止、提交、下单；兼管理员：邀请同事、分配角色"),
        (f"{name} 审批人", of_unit(people.APPROVER), "批准或退回"),
        (f"{name} 验收人", of_unit(people.ACCEPTOR), "收货验收，登记短少和破损"),
        (f"{name} 职工", of_unit(4), "查看本单位的集中采购"),
        ("供应商 ZG01 秭归脐橙", of_supplier("ZG01"), "上传商品目录、发货、登记收款"),
        ("供应商 TC03 宜君核桃", of_supplier("TC03"), "同上，铜川"),
        ("供应商 YS05 玉树牦牛", of_supplier("YS05"), "同上，玉树"),
        ("公众顾客", people.mobile(people.FIRST_SHOPPER), "逛商城、下单、看自己的订单"),
    ]


def _width(text):
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _padded(text, width):
    return text + " " * (width - _width(text))
