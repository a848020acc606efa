"""Copies of a purchase's dimensions as they are when it is first recorded: unit, region, category, price…"""

from oscar.core.loading import get_model

from shop.produce.money import ZERO

from ..models import LedgerEntry
from ..models.quantities import plain

Category = get_model("catalogue", "Category")

PUBLIC_BUYER = "社会公众"
NO_CATEGORY = "未分类"
# Stands before the name of a supplier that the site does not know, in place of a code.
UNLISTED = "未入驻："


def of(purchase_order):
    """Return ``{line_id: unsaved entry}`` of one pack each, in a constant number of queries."""
    lines = list(_lines(purchase_order))
    paths = category_paths(line.product for line in lines)
    buyer = _buyer(purchase_order.unit)
    return {line.pk: _entry(purchase_order, line, paths[line.product_id], buyer) for line in lines}


def of_offline(purchase):
    """Return ``{line_id: unsaved entry}`` of all that an offline purchase bought, in a constant number of queries.

    Goods that the catalogue knows count under its category, others under the category they were registered with.
    """
    lines = purchase.lines.select_related("product__dossier", "region", "county", "supplier")
    lines = list(lines.prefetch_related("product__categories"))
    paths = category_paths(line.product for line in lines if line.product)
    buyer = _buyer(purchase.unit)
    return {line.pk: _offline_entry(purchase, line, paths.get(line.product_id), buyer) for line in lines}


def category_paths(products):
    """Return ``{product_id: path of its first category}``, e.g. ``水果 > 苹果``; categories are loaded already."""
    first = {product.pk: next(iter(product.categories.all()), None) for product in products}
    names = _names_by_path(category for category in first.values() if category)
    return {pk: _full_name(category, names) for pk, category in first.items()}


def _lines(purchase_order):
    return purchase_order.order.lines.select_related(
        "product__dossier__region", "product__dossier__county"
    ).prefetch_related("product__categories")


def _buyer(unit):
    if unit is None:
        return {"unit": None, "unit_code": "", "unit_name": PUBLIC_BUYER, "unit_path": "", "unit_kind": ""}
    named = {"unit_code": unit.code, "unit_name": unit.name, "unit_path": unit.path, "unit_kind": unit.kind}
    return {"unit": unit, **named}


def _entry(purchase_order, line, category, buyer):
    dossier, supplier = line.product.dossier, purchase_order.supplier
    return LedgerEntry(
        **buyer,
        region_code=dossier.region.code,
        region_name=dossier.region.name,
        county_code=dossier.county.code,
        county_name=dossier.county.name,
        category=category,
        product=line.product,
        product_title=line.title,
        supplier=supplier,
        supplier_code=supplier.code,
        supplier_name=supplier.name,
        channel=purchase_order.channel,
        fund_source=purchase_order.fund_source,
        quantity=1,
        measure_unit=dossier.unit,
        net_weight_g=dossier.net_weight_g,
        unit_price=line.unit_price_incl_tax,
        tax_rate=ZERO if dossier.is_tax_exempt else dossier.tax_rate,
        purchase_order=purchase_order,
        line=line,
        is_demo=purchase_order.is_demo,
    )


def _offline_entry(purchase, line, category, buyer):
    return LedgerEntry(
        **buyer,
        occurred_on=purchase.purchased_on,
        period=f"{purchase.purchased_on:%Y-%m}",
        region_code=line.region.code,
        region_name=line.region.name,
        county_code=line.county.code,
        county_name=line.county.name,
        category=category or line.category or NO_CATEGORY,
        product=line.product,
        product_title=line.product_name,
        supplier=line.supplier,
        supplier_code=line.supplier.code if line.supplier else f"{UNLISTED}{line.supplier_name}",
        supplier_name=line.supplier.name if line.supplier else line.supplier_name,
        channel=purchase.channel,
        fund_source=purchase.fund_source,
        quantity=plain(line.quantity),
        measure_unit=line.measure_unit,
        net_weight_g=line.net_weight_g,
        unit_price=line.average_price,
        tax_rate=line.tax_rate,
        amount=line.amount,
        tax_amount=line.tax_amount,
        offline_line=line,
        offline_proof=purchase.proof,
        is_demo=purchase.is_demo,
    )


def _names_by_path(categories):
    """Return the names of categories and all their ancestors; a path is a chain of fixed-width steps."""
    paths = {step for category in categories for step in _chain(category)}
    return dict(Category.objects.filter(path__in=paths).values_list("path", "name")) if paths else {}


def _chain(category):
    return [category.path[:end] for end in range(Category.steplen, len(category.path) + 1, Category.steplen)]


def _full_name(category, names):
    return " > ".join(names[step] for step in _chain(category)) if category else NO_CATEGORY
