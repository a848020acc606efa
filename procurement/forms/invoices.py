"""What a supplier sends with an invoice, and what a unit answers."""

from django import forms

from ..invoices.checks import Said, of_xml
from ..proofs import files
from .proof_files import ProofFilesField

TYPED = ("number", "total", "tax", "buyer_name", "seller_name")
HELP = f"数电票的 XML（自动读取，下面不用填），或 PDF、OFD、照片，最多 {files.MAX_FILES} 个。"


class InvoiceForm(forms.Form):
    """An invoice for some orders of one unit: read from its XML, or typed; ``reds`` are those that may be undone."""

    orders = forms.MultipleChoiceField(
        label="开给哪些订单", widget=forms.CheckboxSelectMultiple, error_messages={"required": "请至少选择一张订单。"}
    )
    files = ProofFilesField(label="发票文件", help_text=HELP)
    number = forms.CharField(
        label="发票号码", max_length=40, required=False, help_text="20 位数电票号码，或旧发票的代码加号码。"
    )
    issued_on = forms.DateField(
        label="开票日期", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    total = forms.DecimalField(label="价税合计（元，红字填负数）", max_digits=12, decimal_places=2, required=False)
    tax = forms.DecimalField(label="税额（元，免税填 0）", max_digits=12, decimal_places=2, required=False)
    buyer_name = forms.CharField(label="购买方名称", max_length=128, required=False)
    buyer_code = forms.CharField(label="购买方税号", max_length=20, required=False)
    seller_name = forms.CharField(label="销售方名称", max_length=128, required=False)
    red_of = forms.ChoiceField(label="红字发票冲红哪一张", required=False, help_text="蓝字发票不用选。")

    def __init__(self, *args, orders, reds, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows, self.blues = {order.number: order for order in orders}, {str(row.pk): row for row in reds}
        self.fields["orders"].choices = [(number, number) for number in self.rows]
        options = [(pk, f"{row.number}（{row.total} 元）") for pk, row in self.blues.items()]
        self.fields["red_of"].choices = [("", "不是红字发票"), *options]

    def clean(self):
        data = self.cleaned_data
        read = [one.invoice for one in data.get("files") or () if one.invoice]
        if len(read) > 1:
            self.add_error("files", "一次只能上传一张发票的 XML。")
        elif not read and "files" not in self.errors:
            for name in TYPED:
                if data.get(name) in (None, "") and name not in self.errors:
                    self.add_error(name, "没有上传 XML 时要填写。")
        self.read = read[0] if read else None
        return data

    def facts(self):
        """Return what the form says as keywords for ``registry.issue``."""
        data = self.cleaned_data
        return {
            "orders": [self.rows[number] for number in data["orders"]],
            "said": of_xml(self.read) if self.read else self._typed(),
            "checked": data["files"],
            "red_of": self.blues.get(data["red_of"]),
        }

    def _typed(self):
        names = "number issued_on total tax buyer_name buyer_code seller_name".split()
        return Said(seller_code="", **{name: self.cleaned_data[name] for name in names})


class ReturnForm(forms.Form):
    reason = forms.CharField(label="退回原因", max_length=200)


class PartyForm(forms.Form):
    """Somebody who may invoice for a supplier."""

    supplier = forms.CharField(label="供应商编码", max_length=20)
    name = forms.CharField(label="开票方名称", max_length=128)
    credit_code = forms.CharField(label="统一社会信用代码", max_length=20, required=False)
