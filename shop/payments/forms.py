"""What is written down when money moves."""

from datetime import datetime, time
from decimal import Decimal

from django import forms
from django.utils import timezone

from procurement.forms.proof_files import ProofFilesField
from shop.produce.money import ZERO, to_fen

from .models.terms import MOST_DAYS

FEN = Decimal("0.01")


class MoneyForm(forms.Form):
    """The bank's serial number and the day; ``at`` is noon of that day, or now when it is today."""

    reference = forms.CharField(label="银行流水号", max_length=60)
    paid_on = forms.DateField(label="日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["paid_on"].widget.attrs["max"] = timezone.localdate().isoformat()

    def clean_paid_on(self):
        paid_on = self.cleaned_data["paid_on"]
        if paid_on > timezone.localdate():
            raise forms.ValidationError("日期不能晚于今天。")
        return paid_on

    def facts(self):
        """Return what the form says as keywords for ``bank_transfer``."""
        return {name: value for name, value in self.cleaned_data.items() if name != "paid_on"} | {"at": self.at()}

    def at(self):
        paid_on = self.cleaned_data["paid_on"]
        if paid_on == timezone.localdate():
            return timezone.now()
        return timezone.make_aware(datetime.combine(paid_on, time(12)))


class PaymentForm(MoneyForm):
    amount = forms.DecimalField(label="到账金额（元）", max_digits=12, decimal_places=2, min_value=FEN)
    field_order = ("amount", "reference", "paid_on")


class ConfirmForm(MoneyForm):
    """One transfer that pays several orders: how much of it each gets, all that it owes unless something else stands.

    The fields are named ``amount_<order pk>``; ``orders`` carry their money.
    """

    def __init__(self, *args, orders, **kwargs):
        super().__init__(*args, **kwargs)
        self.orders = orders
        for order in orders:
            self.fields[f"amount_{order.pk}"] = forms.DecimalField(
                label=f"{order.number} 到账（元）",
                max_digits=12,
                decimal_places=2,
                min_value=ZERO,
                initial=to_fen(order.due - order.received),
            )

    def clean(self):
        if self.orders and not self.errors and not self.amounts():
            raise forms.ValidationError("请至少给一张订单填写到账金额。")
        return self.cleaned_data

    def amounts(self):
        pairs = {order: self.cleaned_data.get(f"amount_{order.pk}") for order in self.orders}
        return {order: amount for order, amount in pairs.items() if amount}

    def facts(self):
        return {"amounts": self.amounts(), "reference": self.cleaned_data["reference"], "at": self.at()}


class TermsForm(forms.Form):
    """Terms proposed to one of those with whom there were orders; ``kind`` tells whether days count at all."""

    AFTER, BEFORE = "after", "before"
    other = forms.ChoiceField(label="和谁约定")
    kind = forms.ChoiceField(label="怎么付", choices=[(AFTER, "验收后若干天内付款"), (BEFORE, "先款后货")])
    days = forms.IntegerField(
        label="天数", min_value=0, max_value=MOST_DAYS, required=False, help_text=f"最长 {MOST_DAYS} 天。"
    )

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = [(other.code, other.name) for other in others]

    def clean(self):
        data = self.cleaned_data
        if data.get("kind") == self.AFTER and data.get("days") is None and "days" not in self.errors:
            self.add_error("days", "请填写天数。")
        return data

    def agreed_days(self):
        """Return the days after acceptance, None for payment before shipping."""
        return self.cleaned_data["days"] if self.cleaned_data["kind"] == self.AFTER else None


class SlipForm(forms.Form):
    """The slip of a bank and what it says."""

    file = ProofFilesField(
        label="银行回单",
        required=True,
        most=1,
        accept=".jpg,.jpeg,.png,.webp,.pdf,.ofd",
        help_text="照片、截图，或 PDF、OFD 文件，不超过 12 MB。",
    )
    amount = forms.DecimalField(label="回单金额（元）", max_digits=12, decimal_places=2, min_value=FEN)
    serial = forms.CharField(label="银行流水号", max_length=60, required=False)
    paid_on = MoneyForm.base_fields["paid_on"]

    clean_paid_on = MoneyForm.clean_paid_on

    def facts(self):
        """Return what the form says as keywords for ``slips.upload``."""
        data = self.cleaned_data
        return {"checked": data["file"][0]} | {name: data[name] for name in ("amount", "serial", "paid_on")}


class OnlineRefundForm(forms.Form):
    """How much goes back the way it came, in CNY, and why; the buyer reads the reason."""

    amount = forms.DecimalField(label="退款金额（元）", max_digits=12, decimal_places=2, min_value=FEN)
    reason = forms.CharField(label="退款原因", max_length=200)


class RefundForm(MoneyForm):
    reason = forms.CharField(label="退款原因", max_length=200)
    field_order = ("reason", "reference", "paid_on")
