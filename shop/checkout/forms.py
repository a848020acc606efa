"""What a shopper writes: where to deliver, and how to find an order again."""

import re

from django import forms
from django.core import signing

from procurement.delivery.purchase_orders import Address
from shop.payments import gateways
from shop.produce.provinces import PROVINCES, WITHOUT_CITIES
from shop.user.models import mobile_validator

PROVINCE_CHOICES = [("", "请选择"), *((name, name) for name in PROVINCES.values())]


class MobileField(forms.CharField):
    """11 digits; spaces, hyphens and a leading +86 are forgiven."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", "手机号")
        attrs = {"inputmode": "tel", "autocomplete": "tel-national"}
        super().__init__(max_length=20, widget=forms.TextInput(attrs=attrs), validators=[mobile_validator], **kwargs)

    def to_python(self, value):
        return re.sub(r"^(\+|00)86(?=1)", "", re.sub(r"[\s-]", "", super().to_python(value)))


def _text(label, most, autocomplete, missing, **kwargs):
    return forms.CharField(
        label=label,
        max_length=most,
        widget=forms.TextInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": missing, "max_length": f"{label}最多 {most} 个字。"},
        **kwargs,
    )


class AddressForm(forms.Form):
    """The address and, signed, which basket at which total the person saw."""

    name = _text("收货人", 40, "name", "请填写收货人姓名。")
    mobile = MobileField(error_messages={"required": "请填写手机号，送货时要用。"})
    province = forms.ChoiceField(
        label="省份",
        choices=PROVINCE_CHOICES,
        widget=forms.Select(attrs={"autocomplete": "address-level1"}),
        error_messages={"required": "请选择省份。", "invalid_choice": "请从列表中选择省份。"},
    )
    city = _text("城市", 40, "address-level2", "请填写城市，如盐城市。", required=False)
    district = _text("区县", 40, "address-level3", "请填写区县。", required=False)
    street = _text("街道、门牌号", 120, "address-line1", "请填写街道和门牌号。")
    agreed = forms.CharField(widget=forms.HiddenInput, required=False)
    payment = forms.ChoiceField(
        label="付款方式",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择付款方式。", "invalid_choice": "这种付款方式现在不能用，请另选一种。"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.ways = gateways.available()
        field = self.fields["payment"]
        field.choices = [(way.CODE, way.LABEL) for way in self.ways]
        # With a single way there is nothing to choose.
        field.required = len(self.ways) > 1

    @property
    def chosen(self):
        """The code of the way to pay that is chosen, or was sent."""
        return (self.data.get("payment") if self.is_bound else "") or self.ways[0].CODE

    def pays_online(self):
        return gateways.of(self.cleaned_data["payment"] or self.ways[0].CODE).IS_ONLINE

    def clean(self):
        data = super().clean()
        if data.get("province") in WITHOUT_CITIES:
            data["city"] = ""
        elif "province" in data and "city" not in self.errors and not data.get("city"):
            self.add_error("city", "请填写城市，如盐城市。")
        return data

    def address(self):
        data = self.cleaned_data
        return Address(**{name: data[name] for name in ("name", "mobile", "street", "province", "city", "district")})


class FindForm(forms.Form):
    number = forms.CharField(
        label="订单号",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": "请填写订单号。", "max_length": "订单号太长了，请核对。"},
    )
    mobile = MobileField(label="下单时的手机号", error_messages={"required": "请填写下单时的手机号。"})

    def clean_number(self):
        return self.cleaned_data["number"].replace(" ", "").upper()


def sign_agreed(basket, found):
    """Return a text that says which basket at which total, sent where, was shown; nobody else can write it."""
    return signing.dumps([basket.pk, str(found.total), found.province], salt="checkout.agreed")


def read_agreed(text):
    """Return ``(basket_pk, total, province code)`` of such a text, or three times None."""
    try:
        basket_pk, total, province = signing.loads(text, salt="checkout.agreed")
    except (signing.BadSignature, ValueError):
        return None, None, None
    return basket_pk, total, province
