"""The upload form."""

from django import forms
from django.conf import settings

from .workbook import bundle
from .workbook.refusals import Refused


class UploadForm(forms.Form):
    file = forms.FileField(
        label="商品目录文件",
        help_text="一个 .xlsx 文件；或一个 .zip，里面是一个 .xlsx 和图片。",
        error_messages={"required": "请先选择文件。", "empty": "这个文件是空的，请重新选择。"},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.zip"}),
    )
    publish = forms.BooleanField(label="导入后直接上架（“上架”一列填“否”的除外）", required=False, initial=True)
    unpublish_missing = forms.BooleanField(label="缺失商品下架：不在这个文件里的商品，全部下架", required=False)

    def clean_file(self):
        """Refuse at once what its name, size or first bytes give away."""
        file = self.cleaned_data["file"]
        try:
            bundle.check_upload(file.name, file.size, file.read(8), settings.WORKBOOK_LIMITS)
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused
        file.seek(0)
        return file


class CorrectionForm:
    """The inputs of a row with mistakes: one for each bad cell, named after its column."""

    def __init__(self, row, data):
        self.row, self.data = row, data

    def texts(self):
        """Return ``{key: text}`` of the cells that the row lets be put right."""
        return {key: self.data[key] for key in self.row.open_keys if key in self.data}
