"""What a handler types about a group order."""

from datetime import datetime, time, timedelta

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.timezone import localtime

from ..collection.pledges import MAX_QUANTITY
from ..models import FundSource
from .collection_rules import RulesForm
from .keys import KeyField

DATETIME_LOCAL = "%Y-%m-%dT%H:%M"
QUANTITY_ERRORS = {
    "required": "请填写数量。",
    "invalid": "请填写整数。",
    "min_value": "数量不能小于 0。",
    "max_value": f"数量不能超过 {MAX_QUANTITY}。",
}


def default_deadline(now):
    """Return six in the evening a week ahead, local time."""
    return timezone.make_aware(datetime.combine(localtime(now).date() + timedelta(days=7), time(18)))


class DeadlineField(forms.DateTimeField):
    """A moment ahead, picked in the browser's own date and time control."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=DATETIME_LOCAL)
    default_error_messages = {"required": "请选择截止时间。", "invalid": "请填写正确的日期和时间。"}

    def __init__(self, **kwargs):
        super().__init__(**{"label": "截止时间", "input_formats": [DATETIME_LOCAL], **kwargs})

    def validate(self, value):
        super().validate(value)
        if value and value <= timezone.now():
            raise forms.ValidationError("截止时间须晚于现在。")


class GroupOrderForm(RulesForm):
    """The details of a draft."""

    title = forms.CharField(label="标题", max_length=60, error_messages={"required": "请填写标题。"})
    fund_source = forms.ChoiceField(label="费用来源", choices=FundSource.choices)
    deadline_at = DeadlineField(help_text="到时间后不再接受认购，由您确认截止。")
    note = forms.CharField(
        label="说明",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写给同事看，例如领取的时间和地点。",
    )
    delivery_street = forms.CharField(label="收货地址", max_length=120, error_messages={"required": "请填写收货地址。"})
    delivery_contact = forms.CharField(label="收货联系人", max_length=40, error_messages={"required": "请填写联系人。"})
    delivery_mobile = forms.CharField(
        label="联系电话",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
        validators=[RegexValidator(r"^[0-9+() -]{7,20}$", "请填写手机号或带区号的座机号。")],
        error_messages={"required": "请填写联系电话。"},
    )

    @property
    def details(self):
        """What ``group_orders.create`` and ``edit`` take."""
        data = self.cleaned_data
        delivery = data["delivery_street"], data["delivery_contact"], data["delivery_mobile"]
        facts = {name: data[name] for name in ("title", "note", "fund_source", "deadline_at")}
        return facts | {"delivery": delivery, "rules": self.rules}


class NewGroupOrderForm(GroupOrderForm):
    """The details of a new draft. ``key`` marks this very form, so that sending it twice makes one draft."""

    key = KeyField()


class ItemForm(forms.Form):
    """One product of a draft and the packs the unit wants of it at least."""

    product = forms.IntegerField(widget=forms.HiddenInput)
    min_quantity = forms.IntegerField(
        label="最少数量",
        min_value=0,
        max_value=MAX_QUANTITY,
        required=False,
        error_messages=QUANTITY_ERRORS,
    )

    def clean_min_quantity(self):
        return self.cleaned_data["min_quantity"] or 0


class DeadlineForm(forms.Form):
    """A new deadline."""

    deadline_at = DeadlineField()


class ReasonForm(forms.Form):
    """A few words for the record."""

    reason = forms.CharField(
        label="原因",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明原因。", "max_length": "原因请控制在 200 字以内。"},
    )


class RemarkForm(ReasonForm):
    """A few words that may be left out."""

    reason = forms.CharField(
        label="意见", max_length=200, required=False, error_messages={"max_length": "意见请控制在 200 字以内。"}
    )


class CommentForm(ReasonForm):
    """A few words to the others, without deciding."""

    reason = forms.CharField(
        label="意见",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明意见。", "max_length": "意见请控制在 200 字以内。"},
    )


class ApprovalForm(RemarkForm):
    """Approve; carries the newest move that was on the page."""

    seen = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages={"required": "页面已失效，请重新核对后再批准。", "invalid": "页面已失效，请重新核对后再批准。"},
    )
