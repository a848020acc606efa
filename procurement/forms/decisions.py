"""What a handler decides about the products of a closed group order."""

from django import forms

from ..collection.allotment import RULES
from ..collection.pledges import MAX_QUANTITY
from ..models import TrimRule
from .group_orders import QUANTITY_ERRORS

WORDS = {
    TrimRule.PROPORTIONAL: "按比例：每人按想要的多少同比减少，零头给余数大的",
    TrimRule.EQUAL: "平均：每人一样多，想要得少的先满足",
    TrimRule.FIRST_COME: "先到先得：按认购时间先后，先满足前面的",
}


class DecisionForm(forms.Form):
    """What the unit does about one product after closing."""

    top_up = forms.IntegerField(label="单位补足", min_value=0, max_value=MAX_QUANTITY, error_messages=QUANTITY_ERRORS)
    is_dropped = forms.BooleanField(label="不采购", required=False)
    is_minimum_waived = forms.BooleanField(label="照常采购", required=False)
    note = forms.CharField(
        label="告诉参加人",
        max_length=100,
        required=False,
        error_messages={"max_length": "告诉参加人的话请控制在 100 字以内。"},
    )


class TrimForm(forms.Form):
    """How many packs are bought in all, and how they are shared out."""

    packs = forms.IntegerField(
        label="一共买",
        min_value=0,
        max_value=MAX_QUANTITY,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages=QUANTITY_ERRORS,
    )
    rule = forms.ChoiceField(
        label="分配办法",
        choices=[(rule, WORDS[rule]) for rule in TrimRule if rule in RULES],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择分配办法。", "invalid_choice": "请选择分配办法。"},
    )


class AdjustForm(forms.Form):
    """What each of some people gets.

    :param pledges: the rows shown, with their participants.
    """

    def __init__(self, *args, pledges, **kwargs):
        super().__init__(*args, **kwargs)
        for pledge in pledges:
            self.fields[packs_name(pledge)] = forms.IntegerField(
                label=f"{pledge.participant}分得",
                min_value=0,
                max_value=MAX_QUANTITY,
                initial=pledge.allotted,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
                error_messages=QUANTITY_ERRORS,
            )
        self.pledges = pledges

    @property
    def rows(self):
        """``[(pledge, field)]``."""
        return [(pledge, self[packs_name(pledge)]) for pledge in self.pledges]

    @property
    def gets(self):
        """``{pledge_id: packs}``."""
        return {pledge.pk: self.cleaned_data[packs_name(pledge)] for pledge in self.pledges}


def packs_name(pledge):
    return f"packs-{pledge.pk}"
