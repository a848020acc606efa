"""The row of the template that shows how to fill in a row, and that is never imported."""

from .workbook.text import clean

CODE = "示例"


def is_example(row, columns):
    """Tell whether a row is the template's example: its code says so, and so does its name still.

    Once somebody has put a name of their own into it, it counts, and its code is a mistake to put right.
    """
    code, title = (row.cells.get(columns.get(key)) for key in ("code", "title"))
    return bool(code and title) and clean(code.text) == CODE and clean(title.text).startswith(CODE)


def row(categories=(), places=()):
    """Return the example row as a person types it."""
    return {
        "code": CODE,
        "title": f"{CODE}：红富士苹果 5kg/箱（这一行不会导入）",
        "short_title": "红富士苹果5kg",
        "category": next(iter(_leaves(categories)), "水果 > 苹果"),
        "county": next(iter(reversed(places)), ""),
        "township": "某某镇",
        "spec": "5kg/箱",
        "unit": "箱",
        "net_weight_g": "5kg",
        "price": 58,
        "tax_rate": "9%",
        "tiers": "20:56.30;50:54.50",
        "min_order_quantity": 1,
        "order_multiple": 1,
        "stock": 100,
        "shelf_life_days": "30天",
        "storage": "冷藏",
        "season": "10-3月",
        "gi": "否",
        "certification": "无",
        "gross_weight_kg": 5.5,
        "description": "产地现摘，脆甜多汁。",
        "keywords": "苹果；鲜果",
        "on_sale": "是",
    }


def _leaves(categories):
    """Return the categories that no other lies below, in their order."""
    above = {path.rpartition(" > ")[0] for path in categories}
    return [path for path in categories if path not in above]
