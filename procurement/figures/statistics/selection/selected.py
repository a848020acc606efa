"""A selection: entries of one plan at one stage, narrowed by dimensions as far as given."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.functional import cached_property

from shop.produce.models import Region

from ....models import LedgerEntry, Plan, Stage, Unit
from . import conditions
from .conditions import EMPTY
from .hierarchy import Hierarchy, Known

PUBLIC = "public"
CURRENT = "current"
__all__ = ["CURRENT", "EMPTY", "PUBLIC", "Selection", "whole"]


@dataclass(frozen=True)
class Selection:
    """Entries of one plan at one stage, between two months (``2026-03``), narrowed by dimensions as far as given.

    ``unit`` counts what that unit bought itself, without its subordinate units; ``is_public`` is what nobody's unit
    bought (社会公众). A county as ``region`` counts what was grown there. ``corrects`` leaves what puts a closed month
    right (``any``: whichever). ``branch`` is a path of unit codes: that unit and all below it, as the tree was at the
    time of each purchase, or as it is now when ``is_current``. ``scope`` is whose desk it is: nothing outside that
    unit's branch is ever counted (with ``is_alone`` nothing but its own); it does not stand in the address. ``on``
    is the day it is read on, if that is known. Demo entries count on demo sites only.
    """

    plan: Plan
    stage: str
    first_month: str
    last_month: str
    unit: Unit | Known | None = None
    is_public: bool = False
    region: Region | None = None
    county: str = ""
    category: str = ""
    supplier: str = ""
    product: str = ""
    channel: str = ""
    fund_source: str = ""
    kind: str = ""
    corrects: str = ""
    branch: str = ""
    is_current: bool = False
    scope: Unit | None = None
    is_alone: bool = False
    on: date | None = None
    hierarchy: Hierarchy = field(default_factory=Hierarchy, compare=False, repr=False)

    @property
    def stage_label(self):
        return Stage(self.stage).label

    @property
    def is_headline_stage(self):
        return self.stage == self.plan.counting_stage

    @property
    def starts_on(self):
        return max(self.plan.starts_on, date.fromisoformat(f"{self.first_month}-01"))

    @property
    def ends_on(self):
        return min(self.plan.ends_on, _last_day(self.last_month))

    @property
    def months(self):
        return [month for month in self.plan.months if self.first_month <= month <= self.last_month]

    @property
    def quarter(self):
        """The number of the plan's quarter that the months are; 0 for any other time."""
        span = self.first_month, self.last_month
        return next((number for number, *months in self.plan.quarters if tuple(months) == span), 0)

    @property
    def judged_on(self):
        """The day whose targets count: the last one selected, or the day it is read on while that is still to come."""
        return min(self.on or self.ends_on, self.ends_on)

    @property
    def is_whole_plan(self):
        return self.months == self.plan.months

    @property
    def branch_code(self):
        return self.branch.split("/")[-1]

    @property
    def branch_name(self):
        """The name of the unit at the top of the branch."""
        return self.hierarchy.names.get(self.branch_code, self.branch_code)

    @property
    def sole_unit(self):
        """The one unit whose own purchases these are, if they are one unit's."""
        if self.unit or not self.scope or self.is_public:
            return self.unit
        return self.scope if self.is_alone or self.hierarchy.is_leaf(self.scope.pk) else None

    @property
    def is_measurable(self):
        """Tell whether a target can exist for it: of a unit, a region, both, or the county."""
        is_unknown = self.region is not None and self.region.pk is None
        is_part = self.county or self.category or self.supplier or self.product or self.channel or self.fund_source
        is_several = (self.branch or self.scope) and self.sole_unit is None
        return not (self.is_public or is_unknown or is_part or self.kind or self.corrects or is_several)

    @property
    def buyer(self):
        """The buyer it is narrowed to, by name; empty for all."""
        if self.is_public or self.unit:
            return "社会公众" if self.is_public else self.unit.name
        if self.branch:
            return f"{self.branch_name}及下属单位"
        if self.scope is None or self.sole_unit:
            return getattr(self.scope, "name", "")
        return f"{self.scope.name}及下属单位"

    @property
    def month_words(self):
        """The months as people read them: ``2026-03`` or ``2026-03 至 2026-06``."""
        return " 至 ".join(dict.fromkeys([self.first_month, self.last_month]))

    @property
    def supplier_name(self):
        """The name that the newest entry of the supplier carries; the code when there is none. One query."""
        return self._newest("supplier_code", self.supplier, "supplier_name")

    @property
    def product_title(self):
        return self._newest("product", self.product, "product_title")

    @property
    def county_name(self):
        return self._newest("county_code", self.county, "county_name")

    def _newest(self, column, value, name):
        if value in ("", EMPTY):
            return "目录外" if value else ""
        return (
            LedgerEntry.objects.filter(**{column: value}).order_by("-pk").values_list(name, flat=True).first() or value
        )

    def narrowed(self, **changes):
        """Return the same but for these fields. A page makes hundreds: ``replace`` would take a third of its time."""
        other = object.__new__(type(self))
        vars(other).update({**vars(self), **changes})
        vars(other).pop("parameters", None)
        return other

    @property
    def condition(self):
        """What the entries counted have in common, as a ``Q`` that holds for their rollups too."""
        return self.condition_at_any_stage & Q(stage=self.stage)

    @property
    def condition_at_any_stage(self):
        return conditions.at_any_stage(self)

    def entries(self):
        """Return the ledger entries counted."""
        return LedgerEntry.objects.filter(self.condition)

    def at_any_stage(self):
        """Return the entries counted and those of the same purchases at the other stages."""
        return LedgerEntry.objects.filter(self.condition_at_any_stage)

    @cached_property
    def parameters(self):
        """What ``read`` takes to make this selection again."""
        whole = self.plan.months
        wanted = {
            "plan": str(self.plan.year),
            "stage": self.stage,
            "from": "" if self.first_month == whole[0] else self.first_month,
            "to": "" if self.last_month == whole[-1] else self.last_month,
            "unit": PUBLIC if self.is_public else getattr(self.unit, "code", ""),
            "branch": self.branch,
            "tree": CURRENT if self.is_current else "",
            "region": getattr(self.region, "code", ""),
            **{name: getattr(self, attribute) for name, attribute in PLAIN.items()},
        }
        return {name: value for name, value in wanted.items() if value}

    @property
    def query(self):
        """The query string of an address, without its question mark."""
        return urlencode(self.parameters)


# Parameters of an address whose text stands in a field as it is.
PLAIN = {
    "county": "county",
    "category": "category",
    "supplier": "supplier",
    "product": "product",
    "channel": "channel",
    "fund": "fund_source",
    "kind": "kind",
    "corrects": "corrects",
}


def whole(plan, stage=None, **scope):
    """Return the selection of everything under a plan, at its counting stage unless another is given."""
    months = plan.months
    return Selection(plan, stage or plan.counting_stage, months[0], months[-1], **scope)


def _last_day(month):
    year, number = map(int, month.split("-"))
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)
