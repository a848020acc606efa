"""What a token is for."""

from django import forms


class TokenForm(forms.Form):
    name = forms.CharField(
        label="用途",
        max_length=40,
        help_text="哪个系统用，如 省平台对接。",
        error_messages={"required": "请填写用途。", "max_length": "最多 40 个字。"},
    )
