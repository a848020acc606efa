"""What the office signs when it closes a month."""

from django import forms


class CloseForm(forms.Form):
    """Who answers for it, what there is to say, and that it was meant."""

    signer = forms.CharField(
        label="签字人",
        max_length=40,
        error_messages={"required": "请填写签字人姓名。"},
        help_text="对本月数字负责的人。",
    )
    note = forms.CharField(
        label="说明",
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="印在封账单上。",
    )
    is_acknowledged = forms.BooleanField(
        label="未了结的事项已经看过，不影响封账",
        error_messages={"required": "还有未了结的事项，请看过之后勾选确认再封账。"},
    )
    is_sure = forms.BooleanField(
        label="我确认封账：封账后本月不再记账，也不能撤销",
        error_messages={"required": "封账不能撤销，请先勾选确认。"},
    )

    def __init__(self, *args, has_outstanding=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_outstanding:
            del self.fields["is_acknowledged"]
