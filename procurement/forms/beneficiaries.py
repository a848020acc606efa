"""What the office enters about households that a supplier helps."""

from django import forms
from oscar.core.loading import get_model

Partner = get_model("partner", "Partner")
Product = get_model("catalogue", "Product")


class StatementForm(forms.Form):
    supplier = forms.ModelChoiceField(
        Partner.objects.exclude(profile=None).order_by("code"),
        label="供应商",
        empty_label="请选择",
        error_messages={"required": "请选择供应商。", "invalid_choice": "请从列表中选择。"},
    )
    sku = forms.CharField(label="商品编码", max_length=128, required=False, help_text="空着表示该供应商全部产品。")
    households = forms.IntegerField(
        label="带动农户数",
        min_value=0,
        max_value=1_000_000,
        error_messages={"required": "请填写户数。", "invalid": "请填写整数。", "min_value": "户数不能小于 0。"},
    )
    as_of = forms.DateField(
        label="统计日期",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "请填写日期。", "invalid": "请按 2026-10-18 的样子填写。"},
    )
    source = forms.CharField(label="来源", max_length=200, error_messages={"required": "请写明来源，如文件名和文号。"})
    confirmed_by = forms.CharField(
        label="确认机构", max_length=80, error_messages={"required": "请写明由哪个县级机构确认。"}
    )

    def clean(self):
        """Find the product by its code among the supplier's own."""
        data = self.cleaned_data
        sku, supplier = data.pop("sku", ""), data.get("supplier")
        data["product"] = None
        if sku and supplier:
            data["product"] = Product.objects.filter(
                stockrecords__partner=supplier, stockrecords__partner_sku=sku
            ).first()
            if data["product"] is None:
                self.add_error("sku", "该供应商没有这个编码的商品。")
        return data
