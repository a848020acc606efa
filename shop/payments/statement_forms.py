"""What people send with a bank's statement and its lines."""

from decimal import Decimal, InvalidOperation

from django import forms
from openpyxl.utils import get_column_letter

from .statements import columns, files

MAX_AMOUNT = Decimal(10) ** 10


class StatementForm(forms.Form):
    """A file, and whose account it is about when there are several to choose from."""

    file = forms.FileField(
        label="银行流水文件",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.xls"}),
        help_text=f"从网上银行导出的账户明细，.xlsx 或 .csv（GBK、UTF-8 都可以），最多 {files.MAX_ROWS} 行。",
    )

    def __init__(self, *args, accounts, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(key, f"{name}（尾号 {key[-4:]}）") for key, name in accounts.items()]
        self.only = choices[0][0] if len(choices) == 1 else ""
        if not self.only:
            self.fields["account"] = forms.ChoiceField(label="收款账户", choices=choices)
            self.order_fields(["account", "file"])

    def clean(self):
        return {"account": self.only} | self.cleaned_data


class ColumnsForm(forms.Form):
    """Which row is the header, and which column is which; the columns' fields are named ``column_<index>``."""

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.width = max((len(row) for row in rows), default=0)
        self.fields["header_row"] = forms.TypedChoiceField(
            label="表头在第几行", coerce=int, choices=[(place, f"第 {place + 1} 行") for place in range(len(rows))]
        )
        kinds = [("", "不用"), *columns.LABELS.items()]
        for index in range(self.width):
            label = f"{get_column_letter(index + 1)} 列"
            self.fields[f"column_{index}"] = forms.ChoiceField(label=label, choices=kinds, required=False)

    def column_fields(self):
        return [self[f"column_{index}"] for index in range(self.width)]

    def facts(self):
        """Return what the form says as keywords for ``uploads.map_columns``."""
        keys = {index: self.cleaned_data[f"column_{index}"] for index in range(self.width)}
        return {"header_row": self.cleaned_data["header_row"], "keys": {i: key for i, key in keys.items() if key}}


class ReasonForm(forms.Form):
    reason = forms.CharField(label="说明", max_length=200)


class ReturnForm(forms.Form):
    """The serial number under which the rest went back to its payer."""

    reference = forms.CharField(label="退还的银行流水号", max_length=60)


def amounts_of(posted, orders):
    """Return ``({order: CNY}, problem)`` of fields named ``amount_<order pk>``; empty ones are left out.

    :param orders: queryset of the orders that may be named.
    """
    texts = {key[7:]: value.strip() for key, value in posted.items() if key.startswith("amount_") and value.strip()}
    rows = {str(row.pk): row for row in orders.filter(pk__in=[pk for pk in texts if pk.isdigit()])}
    try:
        amounts = {rows[pk]: _amount(text) for pk, text in texts.items() if pk in rows}
    except (ValueError, InvalidOperation):
        return {}, "金额须是大于 0、最多两位小数的数字。"
    return amounts, "" if amounts else "请至少给一张订单填写金额。"


def _amount(text):
    amount = Decimal(text)
    if not (amount.is_finite() and 0 < amount < MAX_AMOUNT and amount == amount.quantize(Decimal("0.01"))):
        raise ValueError(text)
    return amount
