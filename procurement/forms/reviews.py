"""What a buyer says of goods, what a supplier answers, why the office hides it."""

from django import forms

from ..delivery.reviews import MOST_PHOTOS
from .photos import PhotosField

STARS = [("5", "5 星 很好"), ("4", "4 星 好"), ("3", "3 星 一般"), ("2", "2 星 不好"), ("1", "1 星 很不好")]


def _words(label, most, missing):
    return forms.CharField(
        label=label,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": most}),
        error_messages={"required": missing, "max_length": f"最多 {most} 个字。"},
    )


class ReviewForm(forms.Form):
    stars = forms.ChoiceField(
        label="打分",
        choices=STARS,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择几颗星。", "invalid_choice": "请从 1 到 5 颗星里选。"},
    )
    words = _words("说说这件商品", 500, "请写几个字。")
    photos = PhotosField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["photos"].help_text = f"最多 {MOST_PHOTOS} 张，会公开显示。照片中的位置信息会去掉。"

    def clean_photos(self):
        photos = self.cleaned_data["photos"]
        if len(photos) > MOST_PHOTOS:
            raise forms.ValidationError(f"最多 {MOST_PHOTOS} 张照片。")
        return photos

    def facts(self):
        """Return what the form says as keywords for ``reviews.write``."""
        data = self.cleaned_data
        return {"stars": int(data["stars"]), "words": data["words"], "photos": data["photos"]}


class AnswerForm(forms.Form):
    words = _words("回复", 300, "请写下回复。")


class HideForm(forms.Form):
    reason = _words("隐藏原因", 200, "请写明原因，供应商会看到。")
