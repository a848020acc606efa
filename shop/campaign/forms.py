"""What the office fills in to write articles and to arrange the front page."""

from django import forms

from shop.produce.models import Region
from shop.produce.photos import MAX_BYTES

from .blocks import MAX_LEAD, MAX_TITLE
from .models import Article, ArticleKind


class BlockForm(forms.Form):
    title = forms.CharField(label="标题", max_length=MAX_TITLE)
    lead = forms.CharField(label="旁边一句话", max_length=MAX_LEAD, required=False)
    is_shown = forms.BooleanField(label="在首页显示", required=False)


class ArticleForm(forms.ModelForm):
    """An article's words; the picture is checked and encoded anew when it is written."""

    kind = forms.ChoiceField(label="类型", choices=ArticleKind.choices, initial=ArticleKind.STORY)
    upload = forms.FileField(
        label="图片", required=False, help_text=f"JPG、PNG 或 WebP，最大 {MAX_BYTES // 2**20} MB；横向的照片最好看。"
    )
    drop_picture = forms.BooleanField(label="去掉现有图片", required=False)
    region = forms.ModelChoiceField(
        label="协作地区", queryset=Region.objects.partners(), required=False, empty_label="不限地区"
    )

    class Meta:
        model = Article
        fields = ["kind", "title", "region", "summary", "body", "source", "picture_alt"]
        widgets = {"body": forms.Textarea(attrs={"rows": 14})}
        help_texts = {
            "summary": "列表里显示的一两句话；不填就用正文开头。",
            "body": "空一行另起一段。",
            "picture_alt": "用一句话说图上是什么，给看不见图片的人听。",
        }
        error_messages = {"title": {"required": "请填标题。"}, "body": {"required": "请填正文。"}}

    field_order = ["kind", "title", "region", "summary", "body", "source", "upload", "picture_alt", "drop_picture"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.picture:
            del self.fields["drop_picture"]

    def clean(self):
        data = super().clean()
        keeps = self.instance.picture and not data.get("drop_picture")
        if (data.get("upload") or keeps) and not data.get("picture_alt"):
            self.add_error("picture_alt", "有图片就请写一句图片说明。")
        return data

    @property
    def facts(self):
        """What ``articles.write`` takes."""
        data = self.cleaned_data
        upload = data.get("upload")
        facts = {name: data[name] for name in self._meta.fields}
        return {
            **facts,
            "picture": upload.read() if upload else None,
            "drop_picture": data.get("drop_picture", False),
        }


class PublishForm(forms.Form):
    publish_at = forms.DateTimeField(
        label="发布时间",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="不填就现在发布。",
        error_messages={"invalid": "请填日期和时间，如 2026-12-01 09:00。"},
    )
