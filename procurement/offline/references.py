"""What names in a registration may mean: units, suppliers, products, places and categories, loaded in a few queries."""

from dataclasses import dataclass

from django.db.models import Q
from oscar.core.loading import get_model

from shop.produce import places
from shop.produce.models import Region

from ..models import Unit

Category = get_model("catalogue", "Category")
Partner = get_model("partner", "Partner")
Product = get_model("catalogue", "Product")


@dataclass(frozen=True)
class References:
    """Each is found by what people call it; ``products`` is ``{name: [product]}`` with its one stock record's partner.

    ``categories`` maps a path and a name that occurs once to the path.
    """

    units: dict
    suppliers: dict
    products: dict
    places: dict
    categories: dict

    def place(self, text):
        """Return the place that a text names or contains, the most particular one; None for none or several."""
        if text in self.places:
            return self.places[text]
        found = [name for name in self.places if len(name) > 1 and not name.isdigit() and name in text]
        exact = {self.places[name] for name in found}
        inner = {place for place in exact if not any(other.parent_id == place.pk for other in exact)}
        return inner.pop() if len(inner) == 1 else None

    def product(self, name, spec, supplier):
        """Return the one product of the catalogue with this name, of this supplier if it is known."""
        for called in (f"{name} {spec}".strip(), name):
            found = self.products.get(called, [])
            if supplier is not None:
                found = [product for product in found if product.partner_id == supplier.pk]
            if len(found) == 1:
                return found[0]
        return None


def load(names, *, units=None):
    """Return the references for the product names and specifications of some rows.

    :param names: ``{(name, spec)}``.
    :param units: those that may be named; all by default.
    """
    return References(
        units=_by_name(Unit.objects.all() if units is None else units, "code", "name", "short_name"),
        suppliers=_by_name(Partner.objects.all(), "code", "name"),
        products=_products(names),
        places=places.by_name(list(Region.objects.select_related("parent"))),
        categories=categories(),
    )


def _by_name(rows, *names):
    """Return ``{name: row}``; names that two rows share stand for neither, codes and full names win."""
    found = {}
    for name in reversed(names):
        own = {}
        for row in rows:
            own.setdefault(getattr(row, name), []).append(row)
        found |= {called: several[0] for called, several in own.items() if called and len(several) == 1}
    return found


def _products(names):
    wanted = {called for name, spec in names for called in (name, f"{name} {spec}".strip()) if called}
    rows = Product.objects.filter(Q(title__in=wanted) | Q(dossier__short_title__in=wanted))
    rows = rows.exclude(dossier=None).exclude(stockrecords=None).select_related("dossier__region", "dossier__county")
    found = {}
    for product in rows.prefetch_related("stockrecords"):
        product.partner_id = product.stockrecords.all()[0].partner_id
        for called in {product.title, product.dossier.short_title} & wanted:
            found.setdefault(called, []).append(product)
    return found


def categories():
    """Return ``{path or name: path}``; a name that two categories share stands for neither."""
    rows = list(Category.objects.order_by("path").values_list("path", "name"))
    names = dict(rows)
    paths = {}
    for path, name in rows:
        full = " > ".join(names[path[:end]] for end in range(Category.steplen, len(path) + 1, Category.steplen))
        paths[full] = full
        paths[name] = "" if name in paths and paths[name] != full else full
    return {name: path for name, path in paths.items() if path}
