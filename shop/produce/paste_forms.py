"""The box to paste codes and quantities into."""

from django import forms

from . import pasting

EXAMPLE = "ZG01-001\t12\nTC03-002\t5"


class PasteForm(forms.Form):
    text = forms.CharField(
        label="货号和数量",
        max_length=2 * pasting.MAX_LETTERS,
        strip=False,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off", "placeholder": EXAMPLE}),
        error_messages={"max_length": f"内容太多，一次最多 {pasting.MAX_LINES} 行。"},
        help_text="每行一个货号和数量，中间用制表符、空格或逗号隔开；从 Excel 复制两列直接粘贴就行，表头会略过。",
    )
