"""What people write about reports: the text of a bulletin, the name of a table, a subscription."""

from django import forms

from ..figures.reports.drafts import Draft
from ..models import ReportForm, ReportSubscription

LONG = 5000


class DraftForm(forms.Form):
    """The text of a bulletin, one field a section, as it was generated or changed."""

    title = forms.CharField(label="标题", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    addressee = forms.CharField(label="主送", max_length=200, required=False)
    opening = forms.CharField(label="开头", max_length=LONG, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    signer = forms.CharField(label="落款单位", max_length=80)
    signed_on = forms.DateField(label="成文日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, data, *, draft):
        initial = {name: getattr(draft, name) for name in ("title", "addressee", "opening", "signer", "signed_on")}
        super().__init__(data, initial=initial)
        self.headings = [heading for heading, _ in draft.sections]
        for place, (heading, text) in enumerate(draft.sections):
            rows = max(3, sum(1 + len(line) // 45 for line in text.splitlines()))
            self.fields[f"section_{place}"] = forms.CharField(
                label=heading,
                max_length=LONG,
                required=False,
                initial=text,
                widget=forms.Textarea(attrs={"rows": rows}),
            )

    def sections(self):
        """Return the bound fields of the sections."""
        return [self[f"section_{place}"] for place in range(len(self.headings))]

    def draft(self):
        """Return the text as it was sent; a section left empty is left out."""
        data = self.cleaned_data
        texts = [(heading, data[f"section_{place}"]) for place, heading in enumerate(self.headings)]
        facts = {name: data[name] for name in ("title", "addressee", "opening", "signer", "signed_on")}
        facts["title"] = facts["title"].replace("\r", "")
        return Draft(sections=[(heading, text) for heading, text in texts if text.strip()], **facts)


class TableNameForm(forms.Form):
    name = forms.CharField(label="名称", max_length=40, error_messages={"required": "请给这张表取个名称。"})


class SubscriptionForm(forms.Form):
    frequency = forms.ChoiceField(label="周期", choices=ReportSubscription.Frequency.choices)
    form = forms.ChoiceField(label="报表", choices=ReportForm.choices, initial=ReportForm.DOCX)


class FileForm(forms.Form):
    form = forms.ChoiceField(choices=ReportForm.choices)
    money = forms.ChoiceField(choices=[("yuan", "元"), ("wan", "万元")], required=False)
