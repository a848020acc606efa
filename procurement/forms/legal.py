"""Fields about legal persons: credit codes and telephones as people type them."""

import unicodedata

from django import forms
from django.core.validators import RegexValidator

from shop.produce import credit_codes

PHONE = RegexValidator(r"^[0-9+() -]{7,20}$", "请填写手机号或带区号的座机号。")


class CreditCodeField(forms.CharField):
    """A unified social credit code; spaces, small letters and full-width characters are taken."""

    default_validators = [credit_codes.validate]

    def __init__(self, **kwargs):
        attrs = {"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}
        defaults = {
            "label": "统一社会信用代码",
            "widget": forms.TextInput(attrs=attrs),
            "help_text": "18 位，见法人证书或营业执照。",
            "error_messages": {"required": "请填写 18 位统一社会信用代码。"},
        }
        super().__init__(**defaults | kwargs)

    def to_python(self, value):
        return "".join(unicodedata.normalize("NFKC", super().to_python(value)).split()).upper()


class PhoneField(forms.CharField):
    """A mobile number or a landline with its area code."""

    default_validators = [PHONE]

    def __init__(self, **kwargs):
        defaults = {
            "label": "联系电话",
            "max_length": 20,
            "widget": forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
            "error_messages": {"required": "请填写联系电话。"},
        }
        super().__init__(**defaults | kwargs)

    def to_python(self, value):
        return unicodedata.normalize("NFKC", super().to_python(value)).strip()
