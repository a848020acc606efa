"""What undoing would do to each written row: put the old values back, delete, archive, or leave it and say why."""

from dataclasses import dataclass, field

from django.db.models import TextChoices
from oscar.core.loading import get_model

from . import existing, references
from .display import header
from .models import ImportRow
from .parse.rows import EMPTY
from .plan import Outcome

Line = get_model("order", "Line")
# These move by themselves as goods are sold or taken off sale; they do not keep the rest from being undone.
LOOSE = ("stock", "on_sale")
GONE = "商品已经不在了，没有可以撤销的。"
ORDERED = "已经有人订购。"
ORDERED_SINCE = "导入之后有人订购。"
LATER = "之后的导入“{name}”又改过。"
CHANGED_SINCE = "之后又改过：{columns}。"
IN_USE = "“{name}”里在用。"
NO_PLACE = "原来的{column}已经没有了。"
LEFT = "{columns}之后有变动，保留现在的。"


class Kind(TextChoices):
    RESTORED = "RESTORED", "改回原来的内容"
    DELETED = "DELETED", "删除"
    ARCHIVED = "ARCHIVED", "下架并归档"
    KEPT = "KEPT", "保留不动"


@dataclass
class Fate:
    """What becomes of one row; ``values`` with the changed ``keys`` is what its product will hold."""

    row: ImportRow
    kind: str
    reason: str = ""
    values: dict = field(default_factory=dict)
    keys: list = field(default_factory=list)

    @property
    def label(self):
        return Kind(self.kind).label

    @property
    def shown_changes(self):
        """``(column, old, new)`` in words of what goes back."""
        return [
            change for key, change in zip(self.changed_keys, self.row.shown_changes, strict=True) if key in self.keys
        ]

    @property
    def changed_keys(self):
        return [key for key, _, _ in self.row.changes]

    @property
    def is_kept(self):
        return self.kind == Kind.KEPT

    @property
    def tone(self):
        """The tone of its badge."""
        return "warn" if self.is_kept else ""


def decide(catalogue_import, rows, *, lock=False):
    """Return the ``Fate`` of each row in a constant number of queries.

    :param rows: written rows of the import that were not undone.
    :param lock: take the stock rows for writing, so that nobody orders in between.
    """
    judge = _Judge(catalogue_import, rows, lock=lock)
    return [judge.fate(row) for row in rows]


class _Judge:
    """Knows what happened to the products of some rows since they were written."""

    def __init__(self, catalogue_import, rows, *, lock):
        self.publish = catalogue_import.publish
        self.held = existing.load(catalogue_import.supplier, [row.code for row in rows], lock=lock)
        self.categories = existing.category_paths()
        products = [row.product_id for row in rows if row.product_id]
        self.orders = _orders(products)
        self.later = _later(catalogue_import, products)
        created = [row.product_id for row in rows if row.product_id and row.outcome == Outcome.NEW]
        self.blocking, self.harmless = references.of(created)

    def fate(self, row):
        held = self.held.get(row.code)
        if held is None or held.product_id != row.product_id:
            return Fate(row, Kind.KEPT, GONE)
        later = self.later.get(row.product_id)
        if later and later[0] >= (row.applied_at, row.pk):
            return Fate(row, Kind.KEPT, LATER.format(name=later[1][:100]))
        return self._new(row, held) if row.outcome == Outcome.NEW else self._changed(row, held)

    def _new(self, row, held):
        if row.product_id in self.orders or held.allocated:
            return Fate(row, Kind.KEPT, ORDERED)
        written = EMPTY | {"on_sale": self.publish} | row.values
        differing = [key for key, value in written.items() if key not in LOOSE and held.values.get(key) != value]
        if differing:
            return Fate(row, Kind.KEPT, _columns(CHANGED_SINCE, differing))
        if row.product_id in self.blocking:
            return Fate(row, Kind.KEPT, IN_USE.format(name=self.blocking[row.product_id]))
        if row.product_id in self.harmless:
            return Fate(row, Kind.ARCHIVED, IN_USE.format(name=self.harmless[row.product_id]))
        return Fate(row, Kind.DELETED)

    def _changed(self, row, held):
        ordered_at = self.orders.get(row.product_id)
        if ordered_at and ordered_at >= row.applied_at:
            return Fate(row, Kind.KEPT, ORDERED_SINCE)
        differing = [key for key, _, new in row.changes if held.values.get(key) != new]
        if set(differing) - set(LOOSE):
            return Fate(row, Kind.KEPT, _columns(CHANGED_SINCE, differing))
        old = {key: value for key, value, _ in row.changes if key not in differing}
        if old.get("stock", held.allocated) < held.allocated:
            differing.append("stock")
            del old["stock"]
        if old.get("category", "") and old["category"] not in self.categories:
            return Fate(row, Kind.KEPT, NO_PLACE.format(column=header("category")))
        reason = _columns(LEFT, differing) if differing else ""
        return Fate(row, Kind.RESTORED if old else Kind.KEPT, reason, held.values | old, list(old))


def _columns(sentence, keys):
    return sentence.format(columns="、".join(header(key) for key in keys))[:200]


def _orders(products):
    """Return ``{product pk: when it was last ordered}``."""
    lines = Line.objects.filter(product__in=products).order_by("order__date_placed")
    return dict(lines.values_list("product_id", "order__date_placed"))


def _later(catalogue_import, products):
    """Return ``{product pk: ((when, pk of the row), name of the file)}`` of what other imports wrote last."""
    rows = ImportRow.objects.applied().filter(product__in=products, undone_at=None)
    rows = rows.exclude(catalogue_import=catalogue_import).order_by("applied_at", "pk")
    found = rows.values_list("product_id", "applied_at", "pk", "catalogue_import__name")
    return {product: ((at, pk), name) for product, at, pk, name in found}
