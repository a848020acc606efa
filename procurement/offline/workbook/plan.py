"""Gather rows into purchases, one for each invoice or receipt, and find what keeps them from being registered.

Touches no database: what names mean and which proofs are taken is handed in.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from ...proofs import fingerprints
from ..facts import Goods, Purchase
from . import columns, parse

HEAD = {
    "unit": "采购单位",
    "fund": "费用来源",
    "purchased_on": "购买日期",
    "issued_on": "开票日期",
    "seller": "销售方",
    "channel": "渠道",
}


class Outcome(StrEnum):
    NEW = "可登记"
    UNCHANGED = "已登记过"
    REJECTED = "有问题"


@dataclass
class Planned:
    """One purchase as it would be registered; ``facts`` is None where a mistake keeps it from being one."""

    rows: list
    facts: Purchase | None = None
    outcome: Outcome = Outcome.NEW
    files: list = field(default_factory=list)
    missing_files: list = field(default_factory=list)
    known_as: str = ""

    @property
    def number(self):
        return self.rows[0].facts.get("number", "") or self.rows[0].texts.get("number", "")

    @property
    def key(self):
        """The key of its proof's fingerprint; empty where it has mistakes."""
        return fingerprints.key(self.facts.kind, self.facts.number, self.facts.amount) if self.facts else ""

    @property
    def is_new(self):
        return self.outcome == Outcome.NEW

    @property
    def is_rejected(self):
        return self.outcome == Outcome.REJECTED

    @property
    def tone(self):
        """The tone of its badge."""
        return {Outcome.NEW: "good", Outcome.REJECTED: "bad"}.get(self.outcome, "")

    def reject(self, key, message):
        self.rows[0].blame(key, message)
        self.outcome, self.facts = Outcome.REJECTED, None


def parsed(table_rows, *, today):
    """Return the parsed rows of ``[(number, {key: text})]``."""
    return [parse.row(number, texts, today=today) for number, texts in table_rows]


def purchases(rows, references, *, own_unit=None, files=()):
    """Return the purchases that parsed rows make.

    :param own_unit: whose purchases they must be; None for the office.
    :param files: names of the files that came along.
    """
    for row in rows:
        _resolve(row, references, own_unit)
    groups = {}
    for row in rows:
        number = row.facts.get("number")
        groups.setdefault((row.facts["kind"], number) if number else row.number, []).append(row)
    there = {name.casefold(): name for name in files}
    return [_planned(group, there) for group in groups.values()]


def blame_taken(found, taken):
    """Reject purchases whose proof is registered already, unless it is this very purchase.

    :param taken: ``{key: fingerprint}`` with what each proves.
    """
    for planned in found:
        if fingerprint := taken.get(planned.key):
            purchase = _purchase_of(fingerprint)
            if purchase and _says_the_same(purchase, planned.facts):
                planned.outcome, planned.known_as = Outcome.UNCHANGED, purchase.number
            else:
                where = f"（登记号 {purchase.number}）" if purchase else ""
                planned.reject("number", f"这张{fingerprint.get_kind_display()}已经登记过{where}，同一凭证只能用一次。")


def _resolve(row, references, own_unit):
    facts = row.facts
    _resolve_unit(row, references, own_unit)
    supplier = references.suppliers.get(facts.get("supplier") or facts.get("seller", ""))
    product = references.product(facts.get("product", ""), facts.get("spec", ""), supplier)
    if "supplier" in facts and supplier is None:
        product = None
    facts["known_supplier"], facts["known_product"] = supplier, product
    _resolve_origin(row, references)
    if word := facts.get("category"):
        facts["category"] = references.categories.get(word, "")
        if not facts["category"] and product is None:
            row.notes.append(f"类别“{word}”不在本站分类中，计入未分类。")
    if product is None and "product" in facts:
        row.notes.append("产品不在商品目录中，须由协作办核实。")


def _resolve_unit(row, references, own_unit):
    text = row.facts.get("unit", "")
    unit = references.units.get(text)
    if own_unit is not None:
        if text and unit != own_unit:
            row.blame("unit", f"只能登记本单位的采购，这里应填 {own_unit.name}。")
        row.facts["unit"] = own_unit
    elif not text:
        row.blame("unit", "请填写采购单位。")
    elif unit is None:
        row.blame("unit", "没有叫这个名称或编码的采购单位。")
    else:
        row.facts["unit"] = unit


def _resolve_origin(row, references):
    text = row.facts.get("origin")
    if not text:
        return
    place = references.place(text)
    product = row.facts["known_product"]
    if place is None:
        names = "、".join(dict.fromkeys(one.name for one in references.places.values() if one.parent_id is None))
        row.blame("origin", f"产地须是协作地区或其中的区县：{names}。")
    elif product and (place.parent or place) != product.dossier.region:
        row.blame("origin", f"商品目录里这种产品的产地是{product.dossier.county.name}，请核对。")
    else:
        row.facts["origin"] = place


def _planned(rows, there):
    planned = Planned(rows)
    for row in rows[1:]:
        for key, name in HEAD.items():
            if key in row.facts and row.facts[key] != rows[0].facts.get(key, row.facts[key]):
                row.blame(key, f"与第 {rows[0].number} 行同一凭证，{name}却不同。")
    for name in dict.fromkeys(name for row in rows for name in row.facts.get("files", [])):
        if name.casefold() in there:
            planned.files.append(there[name.casefold()])
        else:
            planned.missing_files.append(name)
    if any(row.mistakes for row in rows):
        planned.outcome = Outcome.REJECTED
    else:
        planned.facts = _facts(rows)
    return planned


def _facts(rows):
    first = rows[0].facts
    return Purchase(
        unit=first["unit"],
        fund_source=first["fund"],
        channel=first["channel"],
        purchased_on=first["purchased_on"],
        kind=first["kind"],
        number=first["number"],
        seller_name=first["seller"],
        issued_on=first.get("issued_on"),
        note=next((row.facts["note"] for row in rows if "note" in row.facts), ""),
        goods=[_goods(row.facts) for row in rows],
    )


def _goods(row):
    county, product = row["origin"], row["known_product"]
    if product is not None and county.parent_id is None:
        county = product.dossier.county
    return Goods(
        product_name=row["product"],
        product=product,
        category=row.get("category", ""),
        region=county.parent or county,
        county=county,
        supplier_name=row.get("supplier") or row["seller"],
        supplier=row["known_supplier"],
        spec=row.get("spec", ""),
        quantity=row["quantity"],
        measure_unit=row["measure_unit"],
        unit_price=row.get("unit_price"),
        untaxed_amount=row["untaxed"],
        tax_amount=row["tax"],
        amount=row["amount"],
        households=row.get("households"),
    )


def _purchase_of(fingerprint):
    proof = getattr(fingerprint, "offline_proof", None)
    return proof.purchase if proof else None


def _says_the_same(purchase, said):
    """Tell whether a registration is the same purchase: buyer, day and the same amounts, whatever names were mended."""
    lines = sorted((line.quantity, line.amount, line.tax_amount) for line in purchase.lines.all())
    goods = sorted((one.quantity, one.amount, one.tax_amount) for one in said.goods)
    return (purchase.unit_id, purchase.purchased_on, lines) == (said.unit.pk, said.purchased_on, goods)


def mistakes(planned, letters):
    """Return ``[(row number, cell, header, value, message)]`` of a purchase."""
    return [(row.number, *told) for row in planned.rows for told in columns.LAYOUT.at_cells(row, letters)]
