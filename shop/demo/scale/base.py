"""Who buys and what there is to buy: units as a tree, suppliers with their products, a plan a year."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone
from oscar.core.loading import get_model

from procurement.models import Plan, Unit, UnitKind
from shop.produce.models import Dossier, Region, SupplierProfile

from .. import catalogue, places
from . import rows

Category = get_model("catalogue", "Category")
Partner = get_model("partner", "Partner")
Product = get_model("catalogue", "Product")
ProductClass = get_model("catalogue", "ProductClass")
StockRecord = get_model("partner", "StockRecord")
# Units below one supervising unit, and products of one supplier.
BRANCH, RANGE = 20, 10
RATE = Decimal("0.09")


def load(*, products, units, starts_on, days):
    """Create it all, and the temporary tables that the sets are joined with. Return how many suppliers there are."""
    places.load()
    catalogue.load()
    _plans(starts_on.year, (starts_on + timedelta(days=days)).year)
    suppliers = max(1, products // RANGE)
    _goods(suppliers, products)
    _units(units)
    _days(starts_on, days)
    return suppliers


def _plans(first, last):
    plans = [
        Plan(
            year=year,
            title=f"{year}年消费帮扶方案（规模测试）",
            starts_on=date(year, 1, 1),
            ends_on=date(year, 12, 31),
            is_demo=True,
        )
        for year in range(first, last + 1)
    ]
    # Of 2022 there is one from the beginning.
    Plan.objects.bulk_create(plans, ignore_conflicts=True)


def _goods(suppliers, products):
    counties = list(Region.objects.exclude(parent=None).select_related("parent").order_by("code"))
    counties += list(Region.objects.filter(parent=None, counties=None))
    partners = Partner.objects.bulk_create(
        Partner(code=f"scale-{place:05d}", name=f"规模测试合作社{place:05d}") for place in range(suppliers)
    )
    SupplierProfile.objects.bulk_create(
        SupplierProfile(
            partner=partner,
            region=_region(counties[place % len(counties)]),
            credit_code=f"SCALE{place:013d}",
            is_demo=True,
        )
        for place, partner in enumerate(partners)
    )
    kind, now = ProductClass.objects.get(), timezone.now()
    made = Product.objects.bulk_create(
        Product(title=f"规模测试农产品{place:05d}", slug=f"scale-{place}", product_class=kind, date_created=now)
        for place in range(products)
    )
    categories = list(Category.objects.filter(numchild=0).order_by("path"))
    names = _paths()
    Product.categories.through.objects.bulk_create(
        Product.categories.through(product=product, category=categories[place % len(categories)])
        for place, product in enumerate(made)
    )
    table = []
    dossiers, records = [], []
    for place, product in enumerate(made):
        owner = place % suppliers
        partner, county = partners[owner], counties[owner % len(counties)]
        fen, grams = 1990 + place * 37 % 9000, 500 * (1 + place % 10)
        region = _region(county)
        facts = {"spec": "规模测试", "unit": "箱", "net_weight_g": grams, "tax_rate": RATE}
        dossiers.append(Dossier(product=product, region=region, county=county, **facts))
        price = Decimal(fen) / 100
        records.append(
            StockRecord(product=product, partner=partner, partner_sku=f"S{place}", price=price, num_in_stock=10**6)
        )
        category = names[categories[place % len(categories)].path]
        table.append(
            (place, product.pk, product.title, partner.pk, partner.code, partner.name, region.code, region.name)
            + (region.pk, county.code, county.name, county.pk, category, fen, grams)
        )
    Dossier.objects.bulk_create(dossiers)
    StockRecord.objects.bulk_create(records)
    texts = dict.fromkeys("title supplier_code supplier_name region_code region_name".split(), "varchar(255)")
    columns = {"place": "integer", "product": "bigint", "title": texts["title"], "supplier": "bigint"}
    columns |= {name: texts[name] for name in ("supplier_code", "supplier_name", "region_code", "region_name")}
    columns |= {"region": "bigint", "county_code": "varchar(6)", "county_name": "varchar(40)", "county": "bigint"}
    rows.fill_table("scale_goods", {**columns, "category": "varchar(200)", "fen": "bigint", "grams": "bigint"}, table)


def _region(county):
    return county.parent or county


def _paths():
    """Return ``{path: 水果 > 苹果}`` of all categories."""
    names = dict(Category.objects.values_list("path", "name"))
    step = Category.steplen
    return {path: " > ".join(names[path[:end]] for end in range(step, len(path) + 1, step)) for path in names}


def _units(number):
    kinds = UnitKind.values
    made = Unit.objects.bulk_create(
        Unit(code=f"SC{n:05d}", name=f"规模测试单位{n:05d}", short_name=f"测试{n:05d}", kind=kinds[n % 6], is_demo=True)
        for n in range(number)
    )
    above = {unit: made[place - place % BRANCH] for place, unit in enumerate(made) if place % BRANCH}
    for unit, parent in above.items():
        unit.parent = parent
    Unit.objects.bulk_update(above, ["parent"], batch_size=500)
    table = [(place, unit.pk, unit.code, unit.name, unit.path, unit.kind) for place, unit in enumerate(made)]
    columns = {"place": "integer", "unit": "bigint", "unit_code": "varchar(20)", "unit_name": "varchar(80)"}
    rows.fill_table("scale_unit", {**columns, "unit_path": "varchar(200)", "unit_kind": "varchar(20)"}, table)


def _days(starts_on, days):
    """Days of placing, with those of paying and accepting some days later; none after the last."""
    table = [
        (place, *(starts_on + timedelta(days=min(days, place + later)) for later in (0, 3, 7)))
        for place in range(days + 1)
    ]
    rows.fill_table("scale_day", {"place": "integer", "placed": "date", "paid": "date", "accepted": "date"}, table)
