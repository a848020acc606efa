"""The county office's decision on what was ticked."""

from django import forms


class DecisionForm(forms.Form):
    APPROVE, APPROVE_PAGE, RETURN = "approve", "approve_page", "return"

    decision = forms.ChoiceField(choices=[(APPROVE, "通过"), (APPROVE_PAGE, "本页全部通过"), (RETURN, "退回")])
    reason = forms.CharField(label="退回原因", max_length=200, required=False)

    def __init__(self, data=None):
        super().__init__(data)
        names = "shown" if data and data.get("decision") == self.APPROVE_PAGE else "requests"
        picked = data.getlist(names) if data else []
        # Whatever number was sent: one that does not wait any more is passed over later.
        self.picked = [int(pk) for pk in picked if pk.isascii() and pk.isdigit() and len(pk) < 19]

    def clean(self):
        cleaned = super().clean() | {"requests": self.picked}
        if not cleaned.get("requests"):
            self.add_error(None, "请先勾选要办理的商品。")
        elif cleaned.get("decision") == self.RETURN and not cleaned.get("reason"):
            self.add_error("reason", "退回要写原因，供应商会看到。")
        return cleaned
