"""A supplier's products as the shop holds them, in the shape that ``parse`` gives, in a constant number of queries."""

from oscar.core.loading import get_model

from shop.produce import pictures, places
from shop.produce.models import ListingRequest, PriceTier

from .parse.amounts import TAX_FREE, write
from .parse.lookups import JOINED, Context
from .parse.rows import EMPTY
from .plan import Existing

Category = get_model("catalogue", "Category")
ProductCategory = get_model("catalogue", "ProductCategory")
ProductImage = get_model("catalogue", "ProductImage")
StockRecord = get_model("partner", "StockRecord")


def load(supplier, codes=None, *, lock=False):
    """Return ``{code: Existing}`` of a supplier, of all products or of some codes.

    What waits for the county office, or for a paused supplier, counts as if it was granted: the supplier said so
    already.

    :param lock: take the stock rows for writing, in primary-key order.
    """
    records = StockRecord.objects.filter(partner=supplier).order_by("pk")
    if codes is not None:
        records = records.filter(partner_sku__in=codes)
    if lock:
        # By themselves: PostgreSQL locks no rows of an outer join.
        list(records.select_for_update().values_list("pk", flat=True))
    hanging = Hanging(records.order_by().values("product"))
    return {row["partner_sku"]: hanging.existing(row) for row in records.values(*FIELDS)}


def names(supplier):
    """Return ``{code: (title, spec)}`` of all products of a supplier."""
    records = StockRecord.objects.filter(partner=supplier)
    rows = records.values_list("partner_sku", "product__title", "product__dossier__spec")
    return {code: (title, spec or "") for code, title, spec in rows}


def context_of(supplier):
    """Return what this supplier's rows are looked up in."""
    region = supplier.profile.region
    named = places.by_name(places.within(region))
    names = {name: place.name for name, place in named.items()}
    rows = supplier.synonyms.values_list("key", "word", "meaning")
    synonyms = {(key, word): meaning for key, word, meaning in rows}
    return Context.of(categories=category_paths(), places=names, region=region.name, synonyms=synonyms)


def category_paths():
    """Return ``{"水果 > 苹果": pk}`` of all categories, in the order of the tree."""
    names, found = {}, {}
    for category in Category.objects.order_by("path").only("path", "name"):
        above = names.get(category.path[: -Category.steplen], "")
        names[category.path] = path = f"{above}{JOINED}{category.name}" if above else category.name
        found[path] = category.pk
    return found


class Hanging:
    """What hangs on products in rows of its own, read at once for many of them.

    Plain values: making models of some ten thousand rows took longer than reading the file they are compared with.
    """

    def __init__(self, products):
        """Take a query of product primary keys."""
        paths = {pk: path for path, pk in category_paths().items()}
        rows = (
            ProductCategory.objects.filter(product__in=products)
            .order_by("-category")
            .values_list("product", "category")
        )
        self.categories = {product: paths[category] for product, category in rows}
        rows = PriceTier.objects.filter(product__in=products).order_by("product", "min_quantity")
        self.tiers = _gathered(rows.values_list("product", "min_quantity", "price"))
        rows = ProductImage.objects.filter(product__in=products).order_by("product", "display_order", "pk")
        self.images = _gathered(rows.values_list("product", "original"))
        self.requests = {}
        for request in ListingRequest.objects.waiting().filter(product__in=products):
            self.requests.setdefault(request.product_id, []).append(request)

    def existing(self, row):
        """Return an ``Existing`` of a row of ``FIELDS``."""
        product = row["product"]
        values = {
            "code": row["partner_sku"],
            "title": row["product__title"],
            "category": self.categories.get(product, ""),
            "price": f"{row['price']:.2f}" if row["price"] is not None else "",
            "stock": row["num_in_stock"] or 0,
            "description": row["product__description"],
            "tiers": [[least, f"{price:.2f}"] for least, price in self.tiers.get(product, ())],
            "pictures": [pictures.digest_in(name) for (name,) in self.images.get(product, ())],
            "on_sale": row["product__is_public"] or row["product__held"] is not None,
        }
        values |= _facts(row) | _wanted(self.requests.get(product, ()))
        return Existing(values, row["num_allocated"] or 0, product)


def _gathered(rows):
    """Return ``{first of each row: [the rest of it, …]}``."""
    found = {}
    for first, *rest in rows:
        found.setdefault(first, []).append(rest)
    return found


def _wanted(requests):
    """Return what the supplier asked the county office for."""
    found = {}
    for request in requests:
        found |= {"price": f"{request.new_price:.2f}", "tiers": request.tiers} if request.is_rise else {"on_sale": True}
    return found


def _facts(row):
    dossier = {name: row[f"product__dossier__{name}"] for name in DOSSIER}
    if dossier["pk"] is None:
        return {key: EMPTY.get(key, "") for key in FACTS}
    return {
        **{key: dossier[key] for key in PLAIN},
        **{key: None if dossier[key] is None else write(dossier[key]) for key in NUMBERS},
        "county": dossier["county__name"],
        "tax_rate": TAX_FREE if dossier["is_tax_exempt"] else write(dossier["tax_rate"]),
        "season": [dossier["season_start"], dossier["season_end"]] if dossier["season_start"] else [],
        "gi": (dossier["gi_name"] or "是") if dossier["is_gi"] else "",
        "keywords": dossier["keywords"].split(),
    }


PLAIN = (
    "short_title", "township", "spec", "unit", "min_order_quantity", "order_multiple", "shelf_life_days", "storage",
    "certification", "licence_number", "barcode",
)  # fmt: skip
NUMBERS = ("net_weight_g", "gross_weight_kg")
FACTS = (*PLAIN, *NUMBERS, "county", "tax_rate", "season", "gi", "keywords")
DOSSIER = (
    *PLAIN, *NUMBERS, "pk", "county__name", "is_tax_exempt", "tax_rate", "season_start", "season_end", "is_gi",
    "gi_name", "keywords",
)  # fmt: skip
FIELDS = (
    "partner_sku", "price", "num_in_stock", "num_allocated", "product", "product__title", "product__description",
    "product__is_public", "product__held", *(f"product__dossier__{name}" for name in DOSSIER),
)  # fmt: skip
