"""Write planned rows into the shop's tables, many products at a time."""

from collections import defaultdict
from decimal import Decimal

from oscar.core.loading import get_model
from oscar.core.utils import slugify

from shop.produce import listings, pictures, places, publication
from shop.produce.models import Dossier, ListingRequest, PriceChange, PriceTier

from .existing import category_paths
from .parse.amounts import TAX_FREE

Product = get_model("catalogue", "Product")
ProductCategory = get_model("catalogue", "ProductCategory")
ProductClass = get_model("catalogue", "ProductClass")
ProductImage = get_model("catalogue", "ProductImage")
StockRecord = get_model("partner", "StockRecord")
PRODUCT_CLASS = "农副产品"
PRODUCT_KEYS = {"title": "title", "description": "description"}
STOCK_KEYS = {"price": "price", "stock": "num_in_stock"}
ROW_KEYS = {"category", "tiers", "pictures"}
DOSSIER_FIELDS = [
    field.name for field in Dossier._meta.concrete_fields if field.name not in {"id", "product"} and field.editable
]


class Writer:
    """Writes one supplier's products; places and categories are looked up once.

    Prices are noted as they change. What is written takes the place of what still waits for the county office.
    """

    def __init__(self, supplier, at, by=None, import_number=None):
        self.supplier, self.at = supplier, at
        self.by, self.import_number = by, import_number
        self.region = supplier.profile.region
        self.places = places.by_name(places.within(self.region))
        self.categories = category_paths()

    def create(self, rows):
        """Create a product with all that hangs on it for each row of values; return ``{code: product pk}``."""
        product_class, _ = ProductClass.objects.get_or_create(name=PRODUCT_CLASS)
        products = [_product(values, product_class) for values in rows]
        Product.objects.bulk_create(products)
        pks = {values["code"]: product.pk for values, product in zip(rows, products, strict=True)}
        StockRecord.objects.bulk_create([self._stock_record(values, pks[values["code"]]) for values in rows])
        Dossier.objects.bulk_create([self._dossier(values, pks[values["code"]]) for values in rows])
        self._add_rows({pks[values["code"]]: values for values in rows}, ROW_KEYS)
        self._note_prices([(pks[values["code"]], None, Decimal(values["price"])) for values in rows])
        publication.show(product_ids=[pks[values["code"]] for values in rows if values["on_sale"]], at=self.at)
        return pks

    def update(self, changed):
        """Write changes: ``{product pk: (values, changed keys)}``."""
        self._withdraw(changed)
        self._show(changed)
        self._update_products(changed)
        self._update_stock(changed)
        self._update_dossiers(changed)
        for key in ROW_KEYS:
            touched = {pk: values for pk, (values, keys) in changed.items() if key in keys}
            MODELS[key].objects.filter(product__in=touched).delete()
            self._add_rows(touched, {key})

    def _update_products(self, changed):
        fields = {pk: _fields(values, keys, PRODUCT_KEYS) for pk, (values, keys) in changed.items()}
        for names, pks in _alike(fields):
            products = [Product(pk=pk, date_updated=self.at, **fields[pk]) for pk in pks]
            Product.objects.bulk_update(products, [*names, "date_updated"])
        # Whatever changed about it, a product shows when.
        rest = [pk for pk, given in fields.items() if not given]
        Product.objects.filter(pk__in=rest).update(date_updated=self.at)

    def _update_stock(self, changed):
        fields = {pk: _fields(values, keys, STOCK_KEYS) for pk, (values, keys) in changed.items()}
        records = StockRecord.objects.filter(partner=self.supplier, product__in=[pk for pk in fields if fields[pk]])
        by_product = {record.product_id: record for record in records}
        old = {pk: record.price for pk, record in by_product.items()}
        for names, pks in _alike(fields):
            for pk in pks:
                by_product[pk].date_updated = self.at
                for name, value in fields[pk].items():
                    setattr(by_product[pk], name, value)
            self._write_stock([by_product[pk] for pk in pks], [*names, "date_updated"])
        self._note_prices([(pk, old[pk], record.price) for pk, record in by_product.items()])

    def _write_stock(self, records, names):
        """Write some fields of records that are there; a ``bulk_update`` took longer than all the rest of a row."""
        # Without their keys: of two conflicts SQLite would meet the wrong one first. Nothing is allocated in what is
        # never inserted, so that what is allowed in the shop is allowed here.
        copies = [StockRecord(**_facts(record) | {"id": None, "num_allocated": 0}) for record in records]
        StockRecord.objects.bulk_create(
            copies, update_conflicts=True, unique_fields=["partner", "partner_sku"], update_fields=names
        )

    def _note_prices(self, prices):
        facts = {"at": self.at, "by": self.by, "import_number": self.import_number}
        changes = [PriceChange(product_id=pk, old=old, new=new, **facts) for pk, old, new in prices if old != new]
        PriceChange.objects.bulk_create(changes)

    def _withdraw(self, changed):
        for kind, wanted in WAITING_FOR.items():
            pks = [pk for pk, (_, keys) in changed.items() if not wanted.isdisjoint(keys)]
            listings.withdraw(product_ids=pks, kind=kind, by=self.by, at=self.at)

    def _show(self, changed):
        wanted = {pk: values["on_sale"] for pk, (values, keys) in changed.items() if "on_sale" in keys}
        if off := [pk for pk, is_on in wanted.items() if not is_on]:
            listings.note_listed(product_ids=off, by=self.by, at=self.at)
            publication.hide(product_ids=off, at=self.at)
        if on := [pk for pk, is_on in wanted.items() if is_on]:
            publication.show(product_ids=on, at=self.at)

    def _update_dossiers(self, changed):
        other = {"on_sale", *PRODUCT_KEYS, *STOCK_KEYS, *ROW_KEYS}
        touched = {pk: values for pk, (values, keys) in changed.items() if set(keys) - other}
        dossiers = [self._dossier(values, pk) for pk, values in touched.items()]
        Dossier.objects.bulk_create(
            dossiers, update_conflicts=True, unique_fields=["product"], update_fields=DOSSIER_FIELDS
        )

    def _add_rows(self, products, keys):
        for key in keys:
            MODELS[key].objects.bulk_create(
                [row for pk, values in products.items() for row in self._rows(key, values, pk)]
            )

    def _rows(self, key, values, pk):
        if key == "category":
            return [ProductCategory(product_id=pk, category_id=self.categories[values["category"]])]
        if key == "tiers":
            return [PriceTier(product_id=pk, min_quantity=least, price=price) for least, price in values["tiers"]]
        names = [pictures.name_of(digest) for digest in values["pictures"]]
        return [ProductImage(product_id=pk, original=name, display_order=place) for place, name in enumerate(names)]

    def _stock_record(self, values, pk):
        fields = _fields(values, STOCK_KEYS, STOCK_KEYS)
        return StockRecord(product_id=pk, partner=self.supplier, partner_sku=values["code"], num_allocated=0, **fields)

    def _dossier(self, values, pk):
        start, end = values["season"] or (None, None)
        is_exempt = values["tax_rate"] == TAX_FREE
        return Dossier(
            product_id=pk,
            region=self.region,
            county=self.places[values["county"]],
            net_weight_g=_decimal(values["net_weight_g"]),
            gross_weight_kg=_decimal(values["gross_weight_kg"]),
            tax_rate=Decimal(0) if is_exempt else Decimal(values["tax_rate"]),
            is_tax_exempt=is_exempt,
            season_start=start,
            season_end=end,
            is_gi=bool(values["gi"]),
            gi_name="" if values["gi"] == "是" else values["gi"],
            keywords=" ".join(values["keywords"]),
            **{name: values[name] for name in AS_THEY_ARE},
        )


AS_THEY_ARE = (
    "township", "short_title", "spec", "unit", "min_order_quantity", "order_multiple", "shelf_life_days", "storage",
    "certification", "licence_number", "barcode",
)  # fmt: skip
# The changes that take the place of what waits for the county office.
WAITING_FOR = {ListingRequest.Kind.FIRST: {"on_sale"}, ListingRequest.Kind.PRICE: {"price", "tiers"}}
MODELS = {"category": ProductCategory, "tiers": PriceTier, "pictures": ProductImage}


def _product(values, product_class):
    return Product(
        structure=Product.STANDALONE,
        product_class=product_class,
        is_public=False,
        slug=slugify(values["title"])[:255] or "product",
        **_fields(values, PRODUCT_KEYS, PRODUCT_KEYS),
    )


def _fields(values, keys, names):
    """Return ``{model field: value}`` of those keys that lie in this model."""
    return {names[key]: _decimal(values[key]) if key == "price" else values[key] for key in keys if key in names}


def _facts(record):
    return {field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields}


def _alike(fields):
    """Yield ``(field names, pks)`` of the products that change in the same fields."""
    groups = defaultdict(list)
    for pk, given in fields.items():
        if given:
            groups[tuple(sorted(given))].append(pk)
    return groups.items()


def _decimal(text):
    return None if text is None else Decimal(text)
