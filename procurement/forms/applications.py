"""What a unit writes to join, and what the office needs to admit it."""

from django import forms

from ..models import Unit, UnitKind
from .keys import KeyField
from .legal import CreditCodeField, PhoneField
from .units import UNKNOWN, CodeField


class ApplicationForm(forms.Form):
    """A unit about itself."""

    name = forms.CharField(
        label="单位名称",
        max_length=80,
        help_text="与法人证书一致的全称。",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": "请填写单位名称。"},
    )
    short_name = forms.CharField(label="简称", max_length=30, error_messages={"required": "请填写简称。"})
    credit_code = CreditCodeField()
    kind = forms.ChoiceField(
        label="单位性质",
        choices=[("", "请选择"), *UnitKind.choices],
        error_messages={"required": "请选择单位性质。", **UNKNOWN},
    )
    supervisor = forms.CharField(
        label="主管单位", max_length=80, required=False, help_text="如 建湖县教育局；没有可以不填。"
    )
    headcount = forms.IntegerField(
        label="在职人数",
        min_value=1,
        max_value=1_000_000,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": "请填写整数。", "min_value": "人数须大于 0。"},
    )
    contact_name = forms.CharField(
        label="联系人",
        max_length=40,
        help_text="通过后由这位同事担任管理员。",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "请填写联系人。"},
    )
    contact_phone = PhoneField()
    note = forms.CharField(label="说明", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    @property
    def facts(self):
        """What ``applications.submit`` and ``resubmit`` take."""
        return {key: value for key, value in self.cleaned_data.items() if key != "key"}


class NewApplicationForm(ApplicationForm):
    """``key`` marks this very form, so that sending it twice makes one application."""

    key = KeyField()


class AdmitForm(forms.Form):
    """Where the new unit belongs."""

    code = CodeField()
    parent = forms.ModelChoiceField(
        Unit.objects.none(), label="主管单位", required=False, empty_label="没有主管单位", error_messages=UNKNOWN
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Unit.objects.order_by("code")
        self.fields["parent"].label_from_instance = lambda unit: f"{unit.code} {unit.name}"
