"""What a handler settles about a group order that comes each month."""

from django import forms

from ..models import Role
from ..models.standing_orders import LONGEST_COLLECTING
from .keys import KeyField

DAY_ERRORS = dict.fromkeys(("required", "invalid", "min_value", "max_value"), "请填写 1 到 31 之间的整数。")
COLLECT_ERRORS = dict.fromkeys(DAY_ERRORS, f"请填写 1 到 {LONGEST_COLLECTING} 之间的整数。")


class CopyForm(forms.Form):
    """Copy a group order. ``key`` marks this very form, so that sending it twice makes one draft."""

    key = KeyField()


class StandingOrderForm(forms.Form):
    """What comes each month, when, and who handles it.

    :param sources: the unit's group orders to choose from.
    :param handlers: its handlers.
    """

    title = forms.CharField(
        label="名称",
        max_length=50,
        help_text="草稿的标题前面加上月份，例如“12月食堂食材采购”。",
        error_messages={"required": "请填写名称。", "max_length": "名称请控制在 50 字以内。"},
    )
    source = forms.ChoiceField(
        label="照着哪一张起草",
        help_text="商品、说明、收货地址和参加办法都照它，价格按起草那天的。",
        error_messages={"required": "请选一张采购单。", "invalid_choice": "请从列表中选一张采购单。"},
    )
    day = forms.IntegerField(
        label="每月几号起草",
        min_value=1,
        max_value=31,
        help_text="没有这一天的月份，在最后一天。",
        error_messages=DAY_ERRORS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    collect_days = forms.IntegerField(
        label="征集几天",
        min_value=1,
        max_value=LONGEST_COLLECTING,
        help_text="截止时间定在这么多天后的 18:00，开放前可以改。",
        error_messages=COLLECT_ERRORS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    handler = forms.ChoiceField(
        label="谁经办",
        error_messages={"required": "请选经办人。", "invalid_choice": "请从列表中选本单位的经办人。"},
    )

    def __init__(self, *args, sources, handlers, **kwargs):
        super().__init__(*args, **kwargs)
        self.sources = {row.number: row for row in sources}
        self.handlers = {str(person.pk): person for person in handlers}
        self.fields["source"].choices = [
            (number, f"{row.created_at:%Y-%m-%d} {row.title}") for number, row in self.sources.items()
        ]
        self.fields["handler"].choices = [(pk, str(person)) for pk, person in self.handlers.items()]

    @property
    def facts(self):
        """What ``standing_orders.create`` and ``change`` take."""
        data = self.cleaned_data
        chosen = {"source": self.sources[data["source"]], "handler": self.handlers[data["handler"]]}
        return {name: data[name] for name in ("title", "day", "collect_days")} | chosen


def handlers_of(unit):
    """Return the handlers of a unit, without repeats."""
    rows = unit.memberships.filter(role=Role.HANDLER, user__is_active=True).select_related("user")
    return [row.user for row in rows.order_by("user__name", "user__pk")]
