"""What people write about a claim."""

from django import forms

from ..models import Claim
from .photos import PhotosField
from .purchase_orders import LinesForm, ShipForm

MAX_WORDS = 280


def _words(label, *, required=True):
    widget = forms.Textarea(attrs={"rows": 3, "maxlength": MAX_WORDS})
    return forms.CharField(label=label, max_length=MAX_WORDS, required=required, widget=widget)


class OpenClaimForm(LinesForm):
    """Packs of one acceptance to claim, line by line, and why."""

    kinds = {"packs": "数量"}
    kind = forms.ChoiceField(label="要办什么")
    words = _words("哪里有问题")
    photos = PhotosField()

    def __init__(self, *args, claim_kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, Claim.Kind(kind).label) for kind in claim_kinds]

    def facts(self):
        """Return what the form says as keywords for ``claims.open_claim``."""
        data = self.cleaned_data
        packs = self.all_packs("packs")
        return {"kind": data["kind"], "packs": packs, "words": data["words"], "pictures": data["photos"]}

    def clean(self):
        if not self.errors and not self.all_packs("packs"):
            raise forms.ValidationError("请至少填写一种商品的数量。")
        return self.cleaned_data


class AgreeForm(forms.Form):
    words = _words("说明", required=False)

    def facts(self):
        return {"words": self.cleaned_data["words"]}


class ReshipForm(ShipForm):
    kinds = {"packs": "补发"}


class ReasonForm(forms.Form):
    """Words that must be given, with photos if there are any."""

    words = _words("原因")
    photos = PhotosField()

    def facts(self):
        return {"words": self.cleaned_data["words"], "pictures": self.cleaned_data["photos"]}


class HandOverForm(ReasonForm):
    words = _words("请协作办裁定的理由")


class WithdrawForm(AgreeForm):
    words = _words("撤回说明", required=False)


class DecideForm(forms.Form):
    """What the office decides, in words that both sides read."""

    decision = forms.ChoiceField(
        label="结果",
        choices=[("uphold", "支持买方：这些货不计价"), ("dismiss", "不支持：这些货照常计价")],
        widget=forms.RadioSelect,
    )
    words = _words("裁定理由")
