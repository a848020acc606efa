"""What an administrator types about a unit's approvals."""

from django import forms

from shop.produce.money import ZERO
from shop.user.models import User

MISSING = {"required": "请选择。", "invalid_choice": "请从本单位成员中选择。"}


class AmountField(forms.DecimalField):
    """An amount in CNY, not negative."""

    def __init__(self, **kwargs):
        errors = {"invalid": "请填写金额，例如 2000。", "min_value": "金额不能小于 0。", "max_digits": "金额太大了。"}
        facts = {"min_value": ZERO, "max_digits": 10, "decimal_places": 2, "required": False}
        super().__init__(**{**facts, **kwargs}, error_messages=errors | {"max_decimal_places": "金额最多两位小数。"})
        self.widget.attrs.update({"inputmode": "decimal", "step": "0.01"})


class PeopleField(forms.ModelMultipleChoiceField):
    """Members of a unit, each a box to tick."""

    widget = forms.CheckboxSelectMultiple


class StepForm(forms.Form):
    """One step of the chain."""

    name = forms.CharField(
        label="步骤名称", max_length=20, error_messages={"required": "请填写步骤名称，例如“分管领导”。"}
    )
    from_amount = AmountField(label="从多少元起", help_text="采购金额达到这个数才经过这一步；不填或填 0 表示每次都要。")
    people = PeopleField(
        queryset=User.objects.none(),
        label="由谁审批",
        required=False,
        help_text="选了人，其中任何一位审批即可；一个都不选，由任一审批人审批。",
    )

    def __init__(self, *args, unit, members=None, **kwargs):
        super().__init__(*args, **kwargs)
        _offer(self.fields["people"], unit, members)

    def clean_from_amount(self):
        return self.cleaned_data["from_amount"] or ZERO


class StandInForm(forms.Form):
    """Who decides for whom, on which days."""

    absent = forms.ModelChoiceField(User.objects.none(), label="谁不在", error_messages=MISSING, empty_label="请选择")
    person = forms.ModelChoiceField(User.objects.none(), label="由谁代理", error_messages=MISSING, empty_label="请选择")
    from_on = forms.DateField(
        label="从哪天", widget=forms.DateInput(attrs={"type": "date"}), error_messages={"required": "请选择开始日期。"}
    )
    to_on = forms.DateField(
        label="到哪天（含）",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "请选择结束日期。"},
    )

    def __init__(self, *args, unit, members=None, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("absent", "person"):
            _offer(self.fields[name], unit, members)


class PolicyForm(forms.Form):
    """The unit's rules besides its chain."""

    gift_ceiling = AmountField(
        label="每人每年慰问上限（元）", help_text="只用于提醒，超过也能提交和审批；不填按全县默认。"
    )


class AmountForm(forms.Form):
    """An amount to try the chain with."""

    amount = AmountField(label="采购金额（元）", required=True)


def members_of(unit):
    return User.objects.filter(memberships__unit=unit).distinct().order_by("name", "pk")


def _offer(field, unit, members):
    """Let a field choose among the members of a unit; ``members`` if they are loaded already, for many forms a page."""
    field.queryset = members_of(unit)
    if members is not None:
        empty = [("", field.empty_label)] if field.empty_label else []
        field.choices = [*empty, *((person.pk, str(person)) for person in members)]
