"""What a participant types: quantities, also at lower prices, and once their name and mobile number."""

import re
import unicodedata

from django import forms

from shop.user.models import mobile_validator

from ..collection.pledges import MAX_QUANTITY
from ..collection.wishes import Wish
from .group_orders import QUANTITY_ERRORS
from .keys import KeyField


class QuantityField(forms.IntegerField):
    """Whole packs of one item."""

    def __init__(self, item, **kwargs):
        kwargs |= {"min_value": 0, "max_value": MAX_QUANTITY, "required": False, "error_messages": QUANTITY_ERRORS}
        super().__init__(label=f"{item.product.title}的数量", **kwargs)
        self.widget.attrs.update({"inputmode": "numeric", "step": 1})


class MobileField(forms.CharField):
    """A mobile number as people type or paste it: spaces, dashes, +86 and full-width digits are taken."""

    default_validators = [mobile_validator]

    def to_python(self, value):
        digits = unicodedata.normalize("NFKC", super().to_python(value))
        return re.sub(r"^(\+?86)(?=1\d{10}$)", "", re.sub(r"[\s-]", "", digits))


class TotalField(QuantityField):
    """Whole packs of one item in all once the price falls to one of its tiers; empty asks for no more."""

    def __init__(self, item, price, **kwargs):
        super().__init__(item, **kwargs)
        self.label = f"降到 {price:.2f} 元时，{item.product.title}一共要"
        self.item_pk, self.price = item.pk, price
        self.widget.attrs["data-at-price"] = f"{price:.2f}"


class QuantitiesForm(forms.Form):
    """Packs of each product of a group order, and more once its price falls; nothing is preselected.

    :param rows: the ``progress`` of each product.
    :param chosen: ``{item_id: Wish}`` of somebody who takes part already.
    """

    nothing = "请至少选择一种商品，把数量改成 1 或更多。"

    def __init__(self, *args, rows, chosen=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.item_pks = [row.item.pk for row in rows]
        for row in rows:
            self._add_fields(row, (chosen or {}).get(row.item.pk, Wish()))

    def _add_fields(self, row, wish):
        pk, named = row.item.pk, dict(wish.totals)
        self.fields[field_name(pk)] = QuantityField(row.item, initial=wish.quantity)
        for price in sorted({*row.lower_prices, *named}, reverse=True):
            self.fields[total_name(pk, price)] = TotalField(row.item, price, initial=named.get(price))

    def quantity_field(self, item):
        return self[field_name(item.pk)]

    def more(self, item):
        """Return the fields of an item at lower prices, from the highest price down, and whether to show them."""
        fields = [self[name] for name, field in self._totals() if field.item_pk == item.pk]
        return {"fields": fields, "is_open": any(field.value() not in (None, "") for field in fields)}

    @property
    def quantities(self):
        """``{item_id: packs}``, zeros included."""
        return {pk: self.cleaned_data.get(field_name(pk)) or 0 for pk in self.item_pks}

    @property
    def totals(self):
        """``{item_id: {price: packs in all}}`` of what was filled in."""
        found = {}
        for name, field in self._totals():
            if self.cleaned_data.get(name) is not None:
                found.setdefault(field.item_pk, {})[field.price] = self.cleaned_data[name]
        return found

    def clean(self):
        data = super().clean()
        least = dict(self.quantities)
        for name, field in self._totals():
            packs = data.get(name)
            if packs is not None and packs < least[field.item_pk]:
                self.add_error(name, f"降价后的数量不能少于 {least[field.item_pk]}；不多要就留空。")
            least[field.item_pk] = max(packs or 0, least[field.item_pk])
        if not self.errors and not any(least.values()):
            raise forms.ValidationError(self.nothing)
        return data

    def _totals(self):
        return [(name, field) for name, field in self.fields.items() if isinstance(field, TotalField)]


class ChangeForm(QuantitiesForm):
    """Other quantities for somebody who takes part already."""

    nothing = "数量都是 0。不想参加了，请用下面的“退出这次集中采购”。"


class JoinForm(QuantitiesForm):
    """Join a group order. ``key`` marks this very form, so that sending it twice joins once."""

    key = KeyField()
    name = forms.CharField(
        label="姓名",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "请填写姓名。", "max_length": "姓名请控制在 40 字以内。"},
    )
    mobile = MobileField(
        label="手机号",
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel-national"}),
        error_messages={"required": "请填写手机号。"},
        help_text="一个手机号参加一次，只用来核对，别人看不到。",
    )
    department = forms.CharField(
        label="部门",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
        error_messages={"max_length": "部门请控制在 40 字以内。"},
        help_text="领取时按部门分发。",
    )

    @property
    def person(self):
        """What ``group_orders.join`` takes beside the quantities."""
        data = self.cleaned_data
        return {
            "name": data["name"],
            "mobile": data["mobile"],
            "department": data["department"],
            "token": data["key"],
        }


def field_name(item_pk):
    return f"quantity-{item_pk}"


def total_name(item_pk, price):
    return f"total-{item_pk}-{round(price * 100)}"
