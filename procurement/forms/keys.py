"""A hidden key that marks one form, so that sending it twice does it once."""

from django import forms

from ..models.group_orders import new_token

GONE = "页面已失效，请刷新后重新填写。"


class KeyField(forms.RegexField):
    """A fresh key in each form that is shown, sent back unchanged."""

    def __init__(self):
        super().__init__(
            r"^[A-Za-z0-9_-]{22}\Z",
            widget=forms.HiddenInput,
            initial=new_token,
            error_messages={"required": GONE, "invalid": GONE},
        )
