"""What a shopper asks of a list: place, price, storage, marks, season, stock, order. It all stands in the address."""

from decimal import Decimal

from django import forms
from django.db.models import Case, DecimalField, F, Q, Value, When
from django.db.models.functions import Coalesce, Mod

from shop.produce.models import Region, Storage

START, END = "dossier__season_start", "dossier__season_end"
LEFT = F("stockrecords__num_in_stock") - Coalesce(F("stockrecords__num_allocated"), Value(0))
PRICE_BANDS = {
    "0-50": ("50 元以下", Q(stockrecords__price__lt=50)),
    "50-100": ("50–100 元", Q(stockrecords__price__gte=50, stockrecords__price__lt=100)),
    "100-200": ("100–200 元", Q(stockrecords__price__gte=100, stockrecords__price__lt=200)),
    "200-": ("200 元以上", Q(stockrecords__price__gte=200)),
}
SORTS = {
    "": ("综合", ()),
    "price": ("价格从低到高", ("stockrecords__price", "pk")),
    "price-down": ("价格从高到低", ("-stockrecords__price", "pk")),
    "new": ("最新上架", ("-date_created", "-pk")),
}


def _at(yuan):
    """The unit price in CNY at which 500 g cost so much."""
    each_gram = Value(Decimal(yuan) / 500, DecimalField(max_digits=12, decimal_places=4))
    return F("dossier__net_weight_g") * each_gram


PER_500 = {
    "0-10": ("每 500g 10 元以下", Q(stockrecords__price__lt=_at(10))),
    "10-30": ("每 500g 10–30 元", Q(stockrecords__price__gte=_at(10), stockrecords__price__lt=_at(30))),
    "30-60": ("每 500g 30–60 元", Q(stockrecords__price__gte=_at(30), stockrecords__price__lt=_at(60))),
    "60-": ("每 500g 60 元以上", Q(stockrecords__price__gte=_at(60))),
}
STORAGES = {value.lower(): (label, Q(dossier__storage=value)) for value, label in Storage.choices}
PICKS = {"price": PRICE_BANDS, "per500": PER_500, "storage": STORAGES}
ANYTHING = {
    "region": "全部产地",
    "county": "全部县区",
    "price": "不限价格",
    "per500": "不限每 500g 价格",
    "storage": "不限储存方式",
}
TICKS = {
    "gi": Q(dossier__is_gi=True),
    "certified": ~Q(dossier__certification=""),
    "single": Q(dossier__min_order_quantity=1, dossier__order_multiple=1),
}


class FilterForm(forms.Form):
    """The choices of a list; a value that is none of them counts as not chosen."""

    region = forms.ChoiceField(label="产地", required=False)
    price = forms.ChoiceField(label="价格", required=False)
    sort = forms.ChoiceField(label="排序", required=False)
    season = forms.BooleanField(label="只看当季", required=False)
    stock = forms.BooleanField(label="只看有货", required=False)
    county = forms.ChoiceField(label="县区", required=False)
    per500 = forms.ChoiceField(label="每 500 克价格", required=False)
    storage = forms.ChoiceField(label="储存方式", required=False)
    gi = forms.BooleanField(label="地理标志", required=False)
    certified = forms.BooleanField(label="有认证", required=False)
    single = forms.BooleanField(label="一件起订", required=False)

    FIRST = ("region", "price", "sort", "season", "stock")
    CHOICES = ("region", "county", "price", "per500", "storage")
    BOXES = ("season", "stock", *TICKS)

    def __init__(self, data, *, regions):
        super().__init__(data, auto_id="filter-%s")
        self.options = {"region": {region.slug: (region.name, None) for region in regions}, **PICKS}
        region = next((region for region in regions if region.slug == data.get("region")), None)
        self.options["county"] = _counties(region)
        for name in self.CHOICES:
            options = [(key, label) for key, (label, _) in self.options[name].items()]
            self.fields[name].choices = [("", ANYTHING[name]), *options]
        self.fields["sort"].choices = [(key, label) for key, (label, _) in SORTS.items()]
        if not self.options["county"]:
            del self.fields["county"]

    @property
    def wishes(self):
        self.is_valid()
        return self.cleaned_data

    @property
    def first_fields(self):
        return [self[name] for name in self.FIRST]

    @property
    def more_fields(self):
        return [self[name] for name in self.fields if name not in self.FIRST]

    @property
    def has_more(self):
        """Whether something is chosen among the fields that are folded away."""
        return any(self.wishes.get(field.name) for field in self.more_fields)

    @property
    def chosen(self):
        """Return ``[(name, words)]`` of what narrows the list."""
        wishes = self.wishes
        picked = [(name, self.options[name][wishes[name]][0]) for name in self.CHOICES if wishes.get(name)]
        ticked = [(name, self.fields[name].label) for name in self.BOXES if wishes.get(name)]
        return picked + ticked


def apply(rows, *, month, sort="", **wishes):
    """Narrow and order products; a product has one stock record, so the join repeats no row."""
    rows = rows.annotate(left=LEFT)
    for name, value in wishes.items():
        if value:
            rows = rows.filter(condition(name, value, month))
    return rows.order_by(*SORTS[sort][1] if sort else fair_order(month))


def condition(name, value, month):
    """Return the condition of one wish."""
    if name in PICKS:
        return PICKS[name][value][1]
    if name in TICKS:
        return TICKS[name]
    return {
        "region": lambda: Q(dossier__region__slug=value),
        "county": lambda: Q(dossier__county__code=value),
        "season": lambda: fresh_in(month),
        "stock": is_left,
    }[name]()


def fresh_in(month):
    """Condition: has a season, and the month lies in it."""
    within = Q(**{f"{START}__lte": month, f"{END}__gte": month})
    over_new_year = Q(**{f"{START}__gt": F(END)}) & (Q(**{f"{START}__lte": month}) | Q(**{f"{END}__gte": month}))
    return within | over_new_year


def is_left():
    """Condition on ``left``: enough for the smallest order."""
    return Q(left__gt=0, left__gte=F("dossier__min_order_quantity"))


def fair_order(month):
    """What can be had first, fresh produce before the rest; within that a fixed mix, so that no supplier leads."""
    return (
        Case(When(is_left(), then=0), default=1),
        Case(When(fresh_in(month), then=0), default=1),
        Mod(F("pk") * 7919, 1009),
        "pk",
    )


def _counties(region):
    """Return the counties of a region; one that is itself a county has none to choose from."""
    if region is None:
        return {}
    return {place.code: (place.name, None) for place in Region.objects.filter(parent=region).order_by("code")}
