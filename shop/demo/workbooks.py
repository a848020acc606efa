"""One real workbook a supplier, pictures lying in the cells, put on sale through the import that suppliers use."""

import re
from pathlib import Path

from django.conf import settings
from oscar.core.loading import get_model

from catalogue_import import imports, listing_decisions, template
from shop.produce.models import ListingRequest

from . import people, pictures, tables

Partner = get_model("partner", "Partner")
StockRecord = get_model("partner", "StockRecord")

COUNTY = re.compile(r"^(?:铜川市|宜昌市)?(?P<county>\w+?[市县区])(?P<township>.*)$")
# A development zone inside a county-level place; it has no code of its own.
ZONES = {"铜川新区": ("耀州区", "铜川新区")}
WEIGHT = re.compile(r"\d(?:kg|g|ml|l)", re.IGNORECASE)
# Goods that a cooperative grows itself are free of tax, processed food bears 13 %, other farm produce 9 %.
PROCESSED = """
    果干蜜饯罐头 果汁果醋 植物饮品 代用茶
    腊味 牛肉干 卤味罐头 酸奶 酥油曲拉 酱料腌菜 传统糕点 膨化饼干 水饺粽子 组合礼盒
""".split()
OFF_SALE = "中药材"
INTERNAL = re.compile("上架|不得宣称|管理|目录|不用于本品")


def folder():
    """Return where the workbooks lie, for people to try the upload with."""
    return Path(settings.VAR_DIR) / "demo" / "workbooks"


def load(*, at, tell):
    """Import the workbook of each supplier of which a product is missing; return how many products there are.

    :param tell: called with a sentence for each file.
    """
    rows, known = _rows_by_supplier(), _known_codes()
    missing = [code for code in rows if not known >= {row["supplier_sku"] for row in rows[code]}]
    write(missing)
    for code in missing:
        done = run(code, at=at)
        tell(f"  {code}.xlsx：新增 {done.created}，更新 {done.updated}，未变 {done.unchanged}，图片 {done.images}")
        if done.rejected:
            raise RuntimeError(f"{code}.xlsx: {done.errors}")
    return sum(len(each) for each in rows.values())


def write(codes):
    """Write the workbooks of some suppliers, unless they lie there already."""
    folder().mkdir(parents=True, exist_ok=True)
    rows = _rows_by_supplier()
    unwritten = [code for code in codes if not path_of(code).exists()]
    drawn = pictures.draw_all([row["supplier_sku"] for code in unwritten for row in rows[code]])
    for code in unwritten:
        shown = {row["supplier_sku"]: [drawn[row["supplier_sku"]]] for row in rows[code]}
        half_written = path_of(code).with_suffix(".part")
        template.write(half_written, [_cells(row) for row in rows[code]], shown, _category_paths())
        half_written.replace(path_of(code))


def run(code, *, at):
    """Import a supplier's workbook as the supplier would, have the office approve it, and return what it did."""
    supplier = Partner.objects.get(code=code)
    path = path_of(code)
    done = imports.run(path=path, name=path.name, supplier=supplier, by=supplier.users.first(), at=at, publish=True)
    office = people.by_number()[people.OFFICE]
    listing_decisions.approve(requests=ListingRequest.objects.of(supplier), by=office, at=at)
    return done


def path_of(code):
    return folder() / f"{code}.xlsx"


def _rows_by_supplier():
    found = {}
    for row in tables.read("products"):
        found.setdefault(row["supplier_sku"].partition("-")[0], []).append(row)
    return found


def _known_codes():
    return set(StockRecord.objects.filter(partner__profile__is_demo=True).values_list("partner_sku", flat=True))


def _category_paths():
    return [row["path"] for row in tables.read("categories")]


def _cells(row):
    """Return a product as a supplier would type it, by ``catalogue_import.columns`` key."""
    county, township = _place(row["origin_place"])
    return {
        "code": row["supplier_sku"],
        "title": row["title"],
        "short_title": row["short_title"],
        "category": row["category_path"],
        "county": county,
        "township": township,
        "spec": row["spec"],
        "unit": row["unit"],
        "net_weight_g": _net_weight(row["spec"]),
        "price": float(row["price_yuan"]),
        "tax_rate": _tax_rate(row),
        "tiers": row["tier_prices"],
        "min_order_quantity": int(row["min_order_qty"]),
        "stock": int(row["stock"]),
        "shelf_life_days": int(row["shelf_life_days"]),
        "storage": row["storage"],
        "season": row["season"],
        "gi": row["gi_name"] or "否",
        "certification": row["certification"],
        "gross_weight_kg": float(row["gross_weight_kg"]),
        "description": row["description"] + _advice(row["remark"]),
        "keywords": row["keywords"],
        "on_sale": "否" if OFF_SALE in row["category_path"] else "是",
    }


def _place(origin):
    for zone, place in ZONES.items():
        if origin.startswith(zone):
            return place[0], origin.replace(zone, place[1])
    match = COUNTY.match(origin)
    return match["county"], match["township"]


def _net_weight(spec):
    """Return the weight or volume of a pack, such as ``500g×2袋`` of ``500g×2袋/盒``; eggs are counted, not weighed."""
    content = re.sub(r"（.*）", "", spec).rpartition("/")[0]
    return content if WEIGHT.search(content) else ""


def _tax_rate(row):
    if any(leaf in row["category_path"] for leaf in PROCESSED):
        return "13%"
    return "免税" if "合作社" in row["supplier_name"] else "9%"


def _advice(remark):
    """Return what a remark tells the buyer; notes to the county's own people stay out."""
    parts = [part for part in remark.split("；") if part and not INTERNAL.search(part)]
    return f"\n{'；'.join(parts)}。" if parts else ""
