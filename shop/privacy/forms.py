from django import forms


class EraseForm(forms.Form):
    """The one box that keeps a slip of the finger from closing an account."""

    is_understood = forms.BooleanField(
        label="我知道注销后不能恢复", error_messages={"required": "请先勾选“我知道注销后不能恢复”。"}
    )
