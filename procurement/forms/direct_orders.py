"""What a handler types to order a basket in the name of a unit."""

from django import forms
from django.core.validators import RegexValidator

from ..models import FundSource
from .keys import KeyField

# Nobody spends a unit's money on their own account.
FUND_SOURCES = [(value, label) for value, label in FundSource.choices if value != FundSource.PERSONAL]


class DirectOrderForm(forms.Form):
    """Title, money and delivery; ``key`` marks this very form, ``agreed`` which basket at which total was shown."""

    key = KeyField()
    agreed = forms.CharField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        label="标题",
        max_length=60,
        help_text="例如“食堂 12 月食材”。",
        error_messages={"required": "请填写标题。", "max_length": "标题请控制在 60 字以内。"},
    )
    fund_source = forms.ChoiceField(label="费用来源", choices=FUND_SOURCES)
    note = forms.CharField(label="说明", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    delivery_street = forms.CharField(label="收货地址", max_length=120, error_messages={"required": "请填写收货地址。"})
    delivery_contact = forms.CharField(label="收货联系人", max_length=40, error_messages={"required": "请填写联系人。"})
    delivery_mobile = forms.CharField(
        label="联系电话",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
        validators=[RegexValidator(r"^[0-9+() -]{7,20}\Z", "请填写手机号或带区号的座机号。")],
        error_messages={"required": "请填写联系电话。"},
    )

    @property
    def details(self):
        """What ``direct_orders.create`` takes."""
        data = self.cleaned_data
        delivery = data["delivery_street"], data["delivery_contact"], data["delivery_mobile"]
        facts = {name: data[name] for name in ("title", "note", "fund_source")}
        return facts | {"delivery": delivery, "token": data["key"]}
