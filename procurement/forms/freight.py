"""A supplier's freight: one way to charge, and a table of the provinces where it differs."""

from django import forms

from shop.produce import provinces
from shop.produce.models import FreightTemplate

Basis = FreightTemplate.Basis
MOST_AMOUNT, MOST_SIZE = 9999, 999


def _amount(label, **kwargs):
    return forms.DecimalField(
        label=label,
        min_value=0,
        max_value=MOST_AMOUNT,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 6}),
        error_messages={
            "required": f"请填写{label}。",
            "invalid": "请填写金额，如 8 或 8.50。",
            "min_value": "金额不能小于 0。",
            "max_value": f"金额不能超过 {MOST_AMOUNT} 元。",
            "max_decimal_places": "金额最多两位小数。",
        },
        **kwargs,
    )


def _size(label):
    return forms.DecimalField(
        label=label,
        min_value=0,
        max_value=MOST_SIZE,
        decimal_places=1,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 6}),
        error_messages={
            "invalid": "请填写数字，如 1 或 0.5。",
            "min_value": "不能小于 0。",
            "max_value": f"不能超过 {MOST_SIZE}。",
            "max_decimal_places": "最多一位小数。",
        },
    )


class FreightForm(forms.Form):
    basis = forms.ChoiceField(
        label="计费方式",
        choices=Basis.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择计费方式。", "invalid_choice": "请从列表中选择计费方式。"},
    )
    first_size = _size("首重（kg）或首件（件）")
    first_amount = _amount("首费（元）", required=False)
    further_size = _size("每加（kg 或件）")
    further_amount = _amount("加收（元）", required=False)
    free_from_amount = _amount("满多少元包邮", required=False, help_text="按您家的商品金额算；空着表示不包邮。")
    applies_to_units = forms.BooleanField(
        label="单位采购也收运费", required=False, help_text="不勾选时，采购单位的订单一律包邮。"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, name in provinces.SHORT_CHOICES:
            self.fields[f"served-{code}"] = forms.BooleanField(label=f"往{name}发货", required=False)
            self.fields[f"first-{code}"] = _amount(f"到{name}的首费", required=False)
            self.fields[f"further-{code}"] = _amount(f"到{name}的加收", required=False)
            self.fields[f"never_free-{code}"] = forms.BooleanField(label=f"{name}不参加满额包邮", required=False)

    @property
    def rows(self):
        """Return ``[(province, its four fields)]`` for the table."""
        names = ("served", "first", "further", "never_free")
        return [(name, [self[f"{field}-{code}"] for field in names]) for code, name in provinces.SHORT_CHOICES]

    def clean(self):
        data = super().clean()
        if data.get("basis") not in (None, Basis.FREE):
            for name, words in (("first_size", "首重或首件"), ("further_size", "每加多少")):
                if name not in self.errors and not data.get(name):
                    self.add_error(name, f"请填写{words}，须大于 0。")
            if "first_amount" not in self.errors and data.get("first_amount") is None:
                self.add_error("first_amount", "请填写首费；不收就选“全部包邮”。")
        if not self.errors and not any(data[f"served-{code}"] for code in provinces.PROVINCES):
            self.add_error(None, "至少要往一个省份发货。")
        return data

    def terms(self):
        """Return what ``freight.keep`` takes, areas without anything of their own left out."""
        data = self.cleaned_data
        return {
            "basis": data["basis"],
            "first_size": data["first_size"] or 1,
            "first_amount": data["first_amount"] or 0,
            "further_size": data["further_size"] or 1,
            "further_amount": data["further_amount"] or 0,
            "free_from_amount": data["free_from_amount"],
            "applies_to_units": data["applies_to_units"],
            "areas": {code: own for code in provinces.PROVINCES if (own := self._area(code)) != PLAIN},
        }

    def _area(self, code):
        data = self.cleaned_data
        return {
            "is_served": data[f"served-{code}"],
            "first_amount": data[f"first-{code}"],
            "further_amount": data[f"further-{code}"],
            "is_never_free": data[f"never_free-{code}"],
        }


PLAIN = {"is_served": True, "first_amount": None, "further_amount": None, "is_never_free": False}


def initial_of(template):
    """Return a template as initial values of the form; without one everything is free and served."""
    initial = {f"served-{code}": True for code in provinces.PROVINCES}
    if template is None:
        return initial | {"basis": Basis.FREE, "first_size": 1, "further_size": 1}
    names = ("basis", "first_size", "first_amount", "further_size", "further_amount", "free_from_amount")
    initial |= {name: getattr(template, name) for name in (*names, "applies_to_units")}
    for area in template.areas.all():
        initial[f"served-{area.province}"] = area.is_served
        initial[f"first-{area.province}"] = area.first_amount
        initial[f"further-{area.province}"] = area.further_amount
        initial[f"never_free-{area.province}"] = area.is_never_free
    return initial
