"""By what figures are told apart: unit, region, month and the rest; how each narrows a selection."""

from collections.abc import Callable
from dataclasses import dataclass, field

from shop.produce.models import Region

from ...models import CHANNEL_LABELS, FundSource, Unit, UnitKind
from .selection import EMPTY


@dataclass(frozen=True)
class Dimension:
    """One way to tell entries apart.

    ``column`` is the entry's, ``name`` the column with its words or a dictionary of them. ``narrow`` takes a selection,
    a value of the column, the words for it and what ``load`` returned.
    """

    key: str
    label: str
    column: str
    narrow: Callable
    name: str = ""
    labels: dict = field(default_factory=dict)
    load: Callable = lambda keys: {}
    is_long: bool = False

    def words(self, value, name=""):
        """Return what a value is called."""
        if self.key == "month":
            return f"{int(value[:4])}年{int(value[5:])}月"
        return self.labels.get(value) or name or value or "未填"


def _plain(field_name):
    def narrow(selection, value, words, known):
        return selection.narrowed(**{field_name: EMPTY if value in (None, "") else str(value)})

    return narrow


def _unit(selection, value, words, known):
    return selection.narrowed(unit=known.get(value), is_public=value is None)


def _region(selection, value, words, known):
    return selection.narrowed(region=known.get(value) or Region(code=value, name=words))


def _month(selection, value, words, known):
    return selection.narrowed(first_month=value, last_month=value)


def _units(keys):
    return Unit.objects.in_bulk([key for key in keys if key])


def _regions(keys):
    return {region.code: region for region in Region.objects.filter(code__in=keys)}


UNIT = Dimension("unit", "采购单位", "unit", _unit, name="unit_name", load=_units, is_long=True)
KIND = Dimension("kind", "单位性质", "unit_kind", _plain("kind"), labels={**dict(UnitKind.choices), "": "社会公众"})
REGION = Dimension("region", "协作地区", "region_code", _region, name="region_name", load=_regions)
COUNTY = Dimension("county", "产地", "county_code", _plain("county"), name="county_name")
MONTH = Dimension("month", "月份", "period", _month)
CATEGORY = Dimension("category", "类别", "category", _plain("category"), is_long=True)
SUPPLIER = Dimension("supplier", "供应商", "supplier_code", _plain("supplier"), name="supplier_name", is_long=True)
PRODUCT = Dimension(
    "product",
    "商品",
    "product",
    _plain("product"),
    name="product_title",
    labels={None: "目录外商品"},
    is_long=True,
)
CHANNEL = Dimension("channel", "渠道", "channel", _plain("channel"), labels=CHANNEL_LABELS)
FUND = Dimension("fund", "费用来源", "fund_source", _plain("fund_source"), labels=dict(FundSource.choices))
DIMENSIONS = {
    dimension.key: dimension
    for dimension in (REGION, COUNTY, MONTH, CATEGORY, SUPPLIER, PRODUCT, CHANNEL, FUND, KIND, UNIT)
}
