"""A filled-in collection sheet to upload, and what to do where somebody changed their mind meanwhile."""

from django import forms


class SheetForm(forms.Form):
    file = forms.FileField(
        label="填好的征集表（.xlsx）",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        max_length=200,
        error_messages={
            "required": "请选择文件。",
            "empty": "这个文件是空的，请重新选择。",
            "max_length": "文件名太长，请改短后再上传。",
        },
    )


class ApplyForm(forms.Form):
    """``keep``: what colleagues changed themselves stays, the rest is written."""

    keep = forms.BooleanField(required=False)
