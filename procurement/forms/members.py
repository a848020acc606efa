"""What an administrator decides about the unit's people, and what an invited person types."""

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password

from ..buyers.invitations import MAX_USES
from ..models import Role
from .pledges import MobileField

NO_ROLE = {"required": "请至少选一个角色。"}
HINTS = {
    Role.ADMINISTRATOR: "邀请和移出同事，分配角色，维护单位资料",
    Role.HANDLER: "发起集中采购，截止、提交、下单",
    Role.APPROVER: "批准或退回采购",
    Role.ACCEPTOR: "收货验收，登记短少和破损",
    Role.MEMBER: "查看本单位的集中采购，自愿参加",
}


class RolesForm(forms.Form):
    """A person's roles and department."""

    roles = forms.MultipleChoiceField(
        label="角色", choices=Role.choices, widget=forms.CheckboxSelectMultiple, error_messages=NO_ROLE
    )
    department = forms.CharField(label="部门", max_length=40, required=False)

    @property
    def role_choices(self):
        """``[(checkbox, label, what the role may do)]``."""
        return [(box, box.choice_label, HINTS[box.data["value"]]) for box in self["roles"]]


class InviteForm(RolesForm):
    """What a new link gives, and to how many."""

    max_uses = forms.IntegerField(
        label="可用人数",
        min_value=1,
        max_value=MAX_USES,
        initial=1,
        help_text="这个链接给几个人用。邀请管理员的链接只能给一个人用。",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "请填写人数。",
            "invalid": "请填写整数。",
            "min_value": "至少 1 人。",
            "max_value": f"一个链接最多给 {MAX_USES} 人用。",
        },
    )

    def clean(self):
        data = self.cleaned_data
        if Role.ADMINISTRATOR in data.get("roles", ()) and data.get("max_uses", 1) > 1:
            self.add_error("max_uses", "邀请管理员的链接只能给一个人用，请填 1。")
        return data


class AccountForm(forms.Form):
    """The account of a person who has none yet."""

    name = forms.CharField(
        label="姓名",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "请填写姓名。"},
    )
    mobile = MobileField(
        label="手机号",
        help_text="以后用它登录。",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "username"}),
        error_messages={"required": "请填写手机号。"},
    )
    password = forms.CharField(
        label="设置密码",
        max_length=128,
        strip=False,
        help_text="至少 8 位，不能全是数字。",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "请设置密码。"},
    )

    def clean(self):
        data = self.cleaned_data
        if data.get("password"):
            person = get_user_model()(mobile=data.get("mobile", ""), name=data.get("name", ""))
            try:
                validate_password(data["password"], person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data
