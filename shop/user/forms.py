from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.utils import timezone

from . import roles
from .models import mobile_validator
from .permissions import LABELS


class LoginForm(AuthenticationForm):
    """Mobile number and password; says the same for an unknown number as for a wrong password."""

    error_messages = {
        "invalid_login": "手机号或密码不对，请重新输入。",
        "inactive": "这个账号已停用，请联系本单位管理员。",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "手机号"
        self.fields["username"].widget.attrs.update(inputmode="numeric", autocomplete="username", maxlength=11)
        self.fields["password"].label = "密码"

    def confirm_login_allowed(self, user):
        """Refuse stopped accounts, and those that slept in; only who knows the password gets this far."""
        super().confirm_login_allowed(user)
        if user.is_asleep(timezone.now()):
            raise ValidationError("这个账号很久没有使用，已休眠。请联系县协作办唤醒。", code="asleep")


class CodeForm(forms.Form):
    code = forms.CharField(
        label="验证码",
        max_length=20,
        error_messages={"required": "请填写验证码。"},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True}),
    )


class OwnPasswordForm(PasswordChangeForm):
    error_messages = PasswordChangeForm.error_messages | {
        "password_incorrect": "现在的密码不对，请重新输入。",
        "password_mismatch": "两次填写的新密码不一样。",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in (
            ("old_password", "现在的密码"),
            ("new_password1", "新密码"),
            ("new_password2", "再填一次新密码"),
        ):
            self.fields[name].label = label
        self.fields["new_password2"].help_text = ""


class AccountForm(forms.Form):
    """A new account for somebody who will hold a role."""

    mobile = forms.CharField(
        label="手机号",
        max_length=11,
        validators=[mobile_validator],
        error_messages={"required": "请填写手机号。"},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    name = forms.CharField(label="姓名", max_length=40, error_messages={"required": "请填写姓名。"})


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        label="角色",
        choices=[(role, LABELS[role]) for role in roles.GROUPS],
        error_messages={"required": "请选择角色。", "invalid_choice": "没有这个角色。"},
    )
