"""What a unit says about itself, and what the office enters about units."""

from django import forms
from django.core.validators import RegexValidator

from ..models import Unit, UnitKind
from ..models.invoice_titles import UNION_PREFIX
from .legal import PHONE, CreditCodeField, PhoneField

UNKNOWN = {"invalid_choice": "请从列表中选择。"}


class ContactForm(forms.Form):
    """Whom the county office calls."""

    contact_name = forms.CharField(label="联系人", max_length=40, error_messages={"required": "请填写联系人。"})
    contact_phone = PhoneField()


class TitleForm(forms.Form):
    """The buyer's block of an invoice."""

    name = forms.CharField(label="名称", max_length=80, error_messages={"required": "请填写名称。"})
    credit_code = CreditCodeField()
    address = forms.CharField(label="地址", max_length=120, required=False)
    phone = PhoneField(label="电话", required=False)
    bank_name = forms.CharField(label="开户行", max_length=80, required=False)
    bank_account = forms.CharField(
        label="账号",
        max_length=40,
        required=False,
        validators=[RegexValidator(r"^[0-9 -]{6,40}$", "请填写银行账号，只含数字。")],
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )


class UnionTitleForm(TitleForm):
    """The same for the unit's trade union, another legal person."""

    credit_code = CreditCodeField(help_text=f"工会法人的代码，以 {UNION_PREFIX} 开头，与单位的不同。")

    def clean_credit_code(self):
        code = self.cleaned_data["credit_code"]
        if not code.startswith(UNION_PREFIX):
            raise forms.ValidationError(f"工会的统一社会信用代码以 {UNION_PREFIX} 开头，请核对。")
        return code


class AddressForm(forms.Form):
    """Where goods are to be delivered."""

    street = forms.CharField(
        label="收货地址",
        max_length=120,
        help_text="写到门牌，如 人民路 1 号南门食堂。",
        error_messages={"required": "请填写收货地址。"},
    )
    contact = forms.CharField(label="收货联系人", max_length=40, error_messages={"required": "请填写联系人。"})
    mobile = PhoneField(validators=[PHONE])


class UnitForm(forms.Form):
    """What the office keeps about a unit."""

    name = forms.CharField(label="单位名称", max_length=80, error_messages={"required": "请填写单位名称。"})
    short_name = forms.CharField(label="简称", max_length=30, error_messages={"required": "请填写简称。"})
    kind = forms.ChoiceField(label="单位性质", choices=UnitKind.choices, error_messages=UNKNOWN)
    parent = forms.ModelChoiceField(
        Unit.objects.none(), label="主管单位", required=False, empty_label="没有主管单位", error_messages=UNKNOWN
    )
    headcount = forms.IntegerField(
        label="在职人数",
        min_value=0,
        max_value=1_000_000,
        required=False,
        error_messages={"invalid": "请填写整数。", "min_value": "人数不能小于 0。"},
    )
    credit_code = CreditCodeField(required=False)

    def __init__(self, *args, besides=None, **kwargs):
        super().__init__(*args, **kwargs)
        parents = Unit.objects.order_by("code")
        self.fields["parent"].queryset = parents.exclude(pk=besides.pk) if besides else parents
        self.fields["parent"].label_from_instance = lambda unit: f"{unit.code} {unit.name}"


class CodeField(forms.RegexField):
    """The code of a unit or supplier: how addresses and workbooks call it."""

    def __init__(self, label="单位编码", example="SY012"):
        form = f"2 到 20 位大写字母、数字或短横线，如 {example}。"
        super().__init__(
            r"^[A-Z0-9][A-Z0-9-]{1,19}\Z",
            label=label,
            help_text=f"{form}以后不能改。",
            error_messages={"required": f"请填写{label}。", "invalid": f"编码用 {form}"},
        )

    def to_python(self, value):
        return super().to_python(value).upper()


class NewUnitForm(UnitForm):
    """A unit that the office enters itself."""

    code = CodeField()
    field_order = ("code", "name", "short_name", "kind", "parent", "headcount", "credit_code")


class UploadForm(forms.Form):
    """A list of units as a workbook."""

    file = forms.FileField(
        label="单位清单（.xlsx）",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        max_length=200,
        error_messages={"required": "请选择文件。", "empty": "这个文件是空的，请重新选择。"},
    )
