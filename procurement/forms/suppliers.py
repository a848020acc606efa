"""What an applicant, a supplier and the office say about a supplier."""

from django import forms
from django.core.validators import RegexValidator

from shop.produce.models import Region

from ..models import Licence, SupplierRole
from .legal import CreditCodeField, PhoneField
from .members import AccountForm
from .pledges import MobileField
from .proof_files import ProofFilesField
from .units import UNKNOWN, CodeField

ENTITY_TYPES = ("农民专业合作社", "有限责任公司", "股份有限公司", "个体工商户", "家庭农场", "农村集体经济组织", "其他")
ACCOUNT = RegexValidator(r"^[0-9][0-9 -]{5,39}\Z", "请填写银行账号，只含数字。")
FILES_HELP = "JPG、PNG、WebP 照片或 PDF，正副本可以一起选，每个不超过 12 MB。只有您和县协作办能看到。"


def _required(what):
    return {"required": f"请填写{what}。"}


class BankAccountForm(forms.Form):
    """An account to be paid through."""

    account_name = forms.CharField(
        label="户名", max_length=128, help_text="与开户许可一致的全称。", error_messages=_required("户名")
    )
    bank_name = forms.CharField(
        label="开户行", max_length=80, help_text="写到支行。", error_messages=_required("开户行")
    )
    bank_account = forms.CharField(
        label="银行账号",
        max_length=40,
        validators=[ACCOUNT],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=_required("银行账号"),
    )


class SupplierForm(BankAccountForm):
    """A supplier about itself, as its licences say."""

    name = forms.CharField(
        label="名称",
        max_length=80,
        help_text="与营业执照一致的全称。",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages=_required("名称"),
    )
    credit_code = CreditCodeField(help_text="18 位，见营业执照。")
    entity_type = forms.ChoiceField(
        label="主体类型",
        choices=[("", "请选择"), *((name, name) for name in ENTITY_TYPES)],
        error_messages={"required": "请选择主体类型。", **UNKNOWN},
    )
    region = forms.ModelChoiceField(
        Region.objects.none(),
        label="所在地",
        empty_label="请选择",
        help_text="本站只销售这些协作地区的农产品。",
        error_messages={"required": "请选择所在地。", **UNKNOWN},
    )
    address = forms.CharField(label="详细地址", max_length=120, error_messages=_required("地址"))
    contact_name = forms.CharField(
        label="联系人",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages=_required("联系人"),
    )
    contact_phone = PhoneField()
    contact_email = forms.EmailField(
        label="邮箱", required=False, error_messages={"invalid": "请填写正确的邮箱，如 name@example.com。"}
    )
    main_products = forms.CharField(
        label="主营产品", max_length=200, help_text="如 脐橙、柑橘罐头。", error_messages=_required("主营产品")
    )
    field_order = (
        *"name credit_code entity_type region address main_products contact_name contact_phone contact_email".split(),
        *"account_name bank_name bank_account".split(),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = Region.objects.select_related("parent").order_by("code")
        self.fields["region"].label_from_instance = place_name


class LicenceForm(forms.Form):
    """One licence with its files; what has no last day says so."""

    # The browser would insist on a last day even where there is none.
    use_required_attribute = False
    kind = forms.ChoiceField(
        label="种类",
        choices=[("", "请选择"), *Licence.Kind.choices],
        error_messages={"required": "请选择证照种类。", **UNKNOWN},
    )
    title = forms.CharField(label="证照名称", max_length=40, required=False, help_text="选“其他证照”时填写。")
    number = forms.CharField(label="证号", max_length=40, error_messages=_required("证号"))
    expires_on = forms.DateField(
        label="有效期至",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={
            "required": "请填写有效期，没有截止日的勾选“长期有效”。",
            "invalid": "请按 2027-06-30 的样子填写。",
        },
    )
    is_lasting = forms.BooleanField(label="长期有效", required=False)
    files = ProofFilesField(
        label="照片或扫描件", required=True, help_text=FILES_HELP, accept=".jpg,.jpeg,.png,.webp,.pdf"
    )

    def clean(self):
        data = self.cleaned_data
        if data.pop("is_lasting", False):
            if self["expires_on"].data:
                self.add_error("expires_on", "填了有效期就不要勾选“长期有效”。")
            else:
                del self.errors["expires_on"]
                data["expires_on"] = None
        is_other = data.get("kind") == Licence.Kind.OTHER
        if is_other and not data.get("title"):
            self.add_error("title", "请写明是什么证照。")
        data["title"] = data.get("title", "") if is_other else ""
        return data

    @property
    def facts(self):
        """What ``application_licences.put`` and ``licences.renew`` take."""
        facts = dict(self.cleaned_data)
        return {"checked": facts.pop("files"), **facts}


class ApproveForm(forms.Form):
    """How addresses and workbooks call the new supplier."""

    code = CodeField(label="供应商编码", example="ZG06")


class RoleForm(forms.Form):
    """What one of a supplier's people may do."""

    role = forms.ChoiceField(
        label="角色",
        choices=SupplierRole.choices,
        initial=SupplierRole.CLERK,
        help_text="业务员管商品、订单、发票和售后；负责人还管人员、证照和收款账户。",
        error_messages={"required": "请选择角色。", **UNKNOWN},
    )


class InviteForm(RoleForm):
    """Who is to come in."""

    mobile = MobileField(
        label="对方的手机号",
        help_text="只有这个手机号的主人能用这个邀请。",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        error_messages=_required("手机号"),
    )
    field_order = ("mobile", "role")


class InvitedAccountForm(AccountForm):
    """The account of an invited person; the mobile number is the invitation's."""

    mobile = None


def place_name(region):
    """Return a place with the partner region it lies in, e.g. ``铜川市 · 宜君县``."""
    return f"{region.parent.name} · {region.name}" if region.parent else region.name
