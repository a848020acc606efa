"""What the office writes about a plan and its targets, and what a unit pledges."""

from decimal import Decimal

from django import forms

from shop.produce.models import Region

from ..models import QUARTERS, Stage, Unit

UNKNOWN = {"invalid_choice": "请从列表中选择。"}
DAY = {"widget": forms.DateInput(attrs={"type": "date"}), "error_messages": {"invalid": "请按 2026-07-01 的样子填写。"}}


class PlanFactsForm(forms.Form):
    """What a plan says about itself."""

    title = forms.CharField(label="名称", max_length=100, error_messages={"required": "请填写方案名称。"})
    document_number = forms.CharField(label="文号", max_length=40, required=False)
    task_number = forms.CharField(label="任务序号", max_length=20, required=False)
    starts_on = forms.DateField(label="开始日期", **DAY)
    ends_on = forms.DateField(label="结束日期", **DAY)

    def clean(self):
        data = self.cleaned_data
        if not self.errors and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", "结束日期不能早于开始日期。")
        return data


class PlanForm(PlanFactsForm):
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    counting_stage = forms.ChoiceField(label="统计口径", choices=Stage.choices, initial=Stage.COMPLETED)
    field_order = ("year",)


class StageForm(forms.Form):
    stage = forms.ChoiceField(label="统计口径", choices=Stage.choices)
    is_sure = forms.BooleanField(
        label="我确认：总览、统计和导出文件的主要数字都改按新口径",
        error_messages={"required": "更改口径会改变对外的数字，请先勾选确认。"},
    )


class AmountField(forms.DecimalField):
    """An amount in CNY, to the fen."""

    def __init__(self, **options):
        messages = {
            "required": "请填写金额。",
            "invalid": "请填写数字，如 50000。",
            "min_value": "金额须大于 0。没有目标的单位不用填。",
            "max_decimal_places": "金额最多到分，即两位小数。",
            "max_digits": "金额太大，请核对。",
            "max_whole_digits": "金额太大，请核对。",
        }
        super().__init__(min_value=Decimal("0.01"), max_digits=14, decimal_places=2, error_messages=messages, **options)


class ReferenceField(forms.CharField):
    """The document in which an amount of the office stands."""

    def __init__(self):
        super().__init__(
            label="依据文件",
            max_length=80,
            help_text="文号或会议纪要，如 建政办发〔2022〕72号。",
            error_messages={"required": "请填写依据的文号。"},
        )


class OfPlan(forms.Form):
    """A form about something under a plan."""

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = plan


class ChangeForm(OfPlan):
    """Another amount, from a day on."""

    amount = AmountField(label="目标金额（元）")
    reference = ReferenceField()
    effective_on = forms.DateField(
        label="生效日期", required=False, help_text="不填表示自方案开始之日起。以前的金额保留在记录里。", **DAY
    )

    def clean_effective_on(self):
        day = self.cleaned_data["effective_on"]
        if day and day != self.plan.within(day):
            raise forms.ValidationError(f"须在方案期限之内：{self.plan.starts_on} 至 {self.plan.ends_on}。")
        return day


class RemoveForm(forms.Form):
    reference = ReferenceField()


class WhomForm(OfPlan):
    """For which region and quarter; neither means everything, the whole plan."""

    region = forms.ModelChoiceField(
        Region.objects.none(), label="协作地区", required=False, empty_label="不分地区", error_messages=UNKNOWN
    )
    quarter = forms.TypedChoiceField(label="时间", required=False, coerce=int, empty_value=0, error_messages=UNKNOWN)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = Region.objects.partners()
        quarters = [(number, QUARTERS[number]) for number, *_ in self.plan.quarters]
        self.fields["quarter"].choices = [("", QUARTERS[0]), *quarters]


class TargetForm(WhomForm, ChangeForm):
    """Whose target, and how much: of a unit, a region, a unit in a region, or the county when neither is chosen."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label="采购单位", required=False, empty_label="不限单位", error_messages=UNKNOWN
    )
    field_order = ("unit", "region", "quarter", "amount", "reference", "effective_on")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.order_by("code")


class PledgeForm(WhomForm):
    """What a unit pledges; nothing is filled in beforehand."""

    amount = AmountField(label="认领金额（元）")
    field_order = ("region", "quarter", "amount")


class PledgeChangeForm(forms.Form):
    amount = AmountField(label="认领金额（元）")


class ReserveForm(forms.Form):
    """A unit's own reckoning: a budget and how much of it."""

    budget_amount = AmountField(label="食堂食材等采购预算（元）")
    percent = forms.DecimalField(
        label="预留比例（%）",
        min_value=Decimal("0.01"),
        max_value=100,
        max_digits=5,
        decimal_places=2,
        error_messages={
            "required": "请填写比例。",
            "invalid": "请填写数字，如 10。",
            "min_value": "比例须大于 0。",
            "max_value": "比例最多 100。",
            "max_decimal_places": "比例最多两位小数。",
        },
    )
