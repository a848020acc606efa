"""What a handler settles before collecting: what for, when wanted, who may join, how much each."""

from decimal import Decimal

from django import forms

from ..collection import rules
from ..collection.pledges import MAX_QUANTITY
from ..collection.rules import Rules
from ..models import Access, Purpose
from ..moves import Refused

NUMBER_ERRORS = {"invalid": "请填写数字。", "max_digits": "数字太大了。", "max_decimal_places": "最多两位小数。"}
WHOLE_ERRORS = {
    "invalid": "请填写整数。",
    "min_value": "请填写 1 或更多；不限就留空。",
    "max_value": f"不能超过 {MAX_QUANTITY}。",
}
DATE_ERRORS = {"invalid": "请填写正确的日期。"}
ACCESS_HINTS = {
    Access.LINK: "把链接或二维码发到同事群，谁打开都能参加。",
    Access.CODE: "另有 6 位数字口令，当面或电话告诉同事；链接传到外面也没有用。",
    Access.MEMBERS: "在“成员”里的同事登录后参加。",
    Access.LIST: "先上传姓名和手机号（或尾号），对得上的才能参加。",
}


class DayField(forms.DateField):
    """A day, picked in the browser's own control."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **kwargs):
        super().__init__(required=False, input_formats=["%Y-%m-%d"], error_messages=DATE_ERRORS, **kwargs)


class PacksField(forms.IntegerField):
    """Packs that bound something; left empty there is no bound."""

    def __init__(self, **kwargs):
        bounds = {"min_value": 1, "max_value": MAX_QUANTITY, "required": False, "error_messages": WHOLE_ERRORS}
        super().__init__(**bounds, **kwargs)
        self.widget.attrs["inputmode"] = "numeric"


class RulesForm(forms.Form):
    """The rules of a collection; a form that also has a ``deadline_at`` checks the delivery window against it."""

    purpose = forms.ChoiceField(label="用途", choices=Purpose.choices, error_messages={"required": "请选择用途。"})
    access = forms.ChoiceField(
        label="谁可以参加",
        choices=Access.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择谁可以参加。"},
    )
    budget_amount = forms.DecimalField(
        label="每人预算（元）",
        required=False,
        min_value=Decimal("0.01"),
        max_digits=10,
        decimal_places=2,
        error_messages=NUMBER_ERRORS | {"min_value": "请填写大于 0 的金额；不限就留空。"},
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01"}),
        help_text="认购和修改时检查；“降价后多要”按最贵的情形算。",
    )
    pack_limit = PacksField(label="每人最多（件）", help_text="各种商品合计。")
    min_quantity = PacksField(label="总共至少（件）", help_text="凑不到就由您决定延长、照常采购或取消。")
    delivery_from_on = DayField(label="最早送达")
    delivery_to_on = DayField(label="最晚送达", help_text="写在采购订单上，供应商按这个日期送。")

    def clean_min_quantity(self):
        return self.cleaned_data["min_quantity"] or 0

    @property
    def access_choices(self):
        """Each way to join with its radio button and what it means."""
        return [(radio, ACCESS_HINTS[radio.data["value"]]) for radio in self["access"]]

    @property
    def rules(self):
        """The ``Rules`` that were filled in."""
        return Rules(**{name: self.cleaned_data[name] for name in rules.NAMES})

    def clean(self):
        data = super().clean()
        if not self.errors:
            try:
                rules.check_window(self.rules, data["deadline_at"])
            except Refused as refusal:
                self.add_error("delivery_to_on", str(refusal))
        return data
