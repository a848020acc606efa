from django import forms

from . import outside
from .kinds import Group
from .models.robots import URL_LENGTH


class MailForm(forms.Form):
    """Which groups of messages a person wants by e-mail."""

    groups = forms.MultipleChoiceField(
        label="这些消息同时发邮件", choices=Group.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class EmailForm(forms.Form):
    email = forms.EmailField(
        label="新邮箱",
        error_messages={"required": "请填写邮箱。", "invalid": "邮箱格式不对，请检查。"},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class RobotForm(forms.Form):
    """The address of a group robot; looked up and checked while it is cleaned."""

    url = forms.CharField(
        label="机器人地址",
        max_length=URL_LENGTH,
        error_messages={"required": "请粘贴群机器人的地址。", "max_length": f"地址不能超过 {URL_LENGTH} 个字符。"},
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        help_text="以 https:// 开头的一长串，从群机器人的设置里整段复制。",
    )

    def __init__(self, *args, policy=outside.PUBLIC, **kwargs):
        super().__init__(*args, **kwargs)
        self.policy = policy

    def clean_url(self):
        url = self.cleaned_data["url"]
        try:
            self.policy.check(url)
        except outside.Unsafe as error:
            raise forms.ValidationError(str(error)) from error
        return url
