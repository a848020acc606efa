"""To whom a shopper's invoice is made out."""

from django import forms

from shop.produce import credit_codes

from ..models import InvoiceRequest

Title = InvoiceRequest.Title


class InvoiceRequestForm(forms.Form):
    kind = forms.ChoiceField(
        label="抬头类型",
        choices=Title.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择个人或单位。", "invalid_choice": "请选择个人或单位。"},
    )
    name = forms.CharField(
        label="发票抬头",
        max_length=128,
        error_messages={"required": "请填写发票抬头。", "max_length": "抬头最多 128 个字。"},
        help_text="个人填姓名，单位填全称。",
    )
    credit_code = forms.CharField(
        label="统一社会信用代码", max_length=20, required=False, help_text="抬头是单位时填写，18 位。"
    )

    def clean(self):
        data = super().clean()
        code = "".join((data.get("credit_code") or "").upper().split())
        data["credit_code"] = code if data.get("kind") == Title.COMPANY else ""
        if data.get("kind") == Title.COMPANY and "credit_code" not in self.errors:
            self._check_code(code)
        return data

    def _check_code(self, code):
        if not code:
            self.add_error("credit_code", "抬头是单位时，请填写 18 位统一社会信用代码。")
            return
        try:
            credit_codes.validate(code)
        except forms.ValidationError as problem:
            self.add_error("credit_code", problem)
