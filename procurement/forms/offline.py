"""What people type about an offline purchase; understood by the same rules as a workbook's rows."""

from django import forms
from django.utils import timezone

from ..models import FundSource, OfflineChannel, ProofKind
from ..offline import references
from ..offline.workbook import plan
from ..proofs import files
from .proof_files import ProofFilesField

FIRST_LINES, MAX_LINES = 1, 40


def _choices(labels, empty="请选择"):
    return [("", empty), *((label, label) for label in labels)]


class HeadForm(forms.Form):
    """Who bought, when, where, on which proof. Checks are those of the workbook, so nothing is required here."""

    use_required_attribute = False
    unit = forms.ChoiceField(label="采购单位", required=False)
    channel = forms.ChoiceField(label="渠道", choices=_choices(OfflineChannel.labels), required=False)
    fund = forms.ChoiceField(label="费用来源", choices=_choices(FundSource.labels), required=False)
    purchased_on = forms.CharField(
        label="购买日期", widget=forms.DateInput(attrs={"type": "date"}), required=False, max_length=20
    )
    kind = forms.ChoiceField(
        label="凭证种类", choices=ProofKind.labels and _choices(ProofKind.labels, "发票"), required=False
    )
    number = forms.CharField(label="发票号或收据号", required=False, max_length=60)
    issued_on = forms.CharField(
        label="开票日期", widget=forms.DateInput(attrs={"type": "date"}), required=False, max_length=20
    )
    seller = forms.CharField(label="销售方", required=False, max_length=120)
    note = forms.CharField(label="备注", required=False, max_length=200)
    optional = ("kind", "issued_on", "note")

    def __init__(self, *args, units=None, **kwargs):
        super().__init__(*args, **kwargs)
        if units is None:
            del self.fields["unit"]
        else:
            self.fields["unit"].choices = [("", "请选择"), *((unit.code, f"{unit.code} {unit.name}") for unit in units)]


class LineForm(forms.Form):
    """One kind of goods as on the proof."""

    use_required_attribute = False
    product = forms.CharField(label="产品名称", required=False, max_length=255)
    supplier = forms.CharField(label="供应商", required=False, max_length=120)
    origin = forms.CharField(label="产地", required=False, max_length=80)
    category = forms.CharField(label="类别", required=False, max_length=200)
    spec = forms.CharField(label="规格", required=False, max_length=60)
    quantity = forms.CharField(label="数量", required=False, max_length=20)
    measure_unit = forms.CharField(label="计量单位", required=False, max_length=10)
    unit_price = forms.CharField(label="单价（元）", required=False, max_length=30)
    untaxed = forms.CharField(label="不含税金额（元）", required=False, max_length=20)
    tax = forms.CharField(label="税额（元）", required=False, max_length=20)
    amount = forms.CharField(label="价税合计（元）", required=False, max_length=20)
    households = forms.CharField(label="带动农户数", required=False, max_length=10)
    optional = ("supplier", "category", "spec", "unit_price", "untaxed", "tax", "households")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("quantity", "unit_price", "untaxed", "tax", "amount"):
            self.fields[name].widget.attrs["inputmode"] = "decimal"
        self.fields["households"].widget.attrs["inputmode"] = "numeric"
        for name, choices in (("origin", "places"), ("category", "categories")):
            self.fields[name].widget.attrs["list"] = choices


Lines = forms.formset_factory(LineForm, extra=0, min_num=FIRST_LINES, max_num=MAX_LINES, absolute_max=MAX_LINES)


class Registration:
    """The whole form: a head, lines, and files. ``facts`` is what it says once ``is_valid``."""

    def __init__(self, data=None, uploaded=None, *, own_unit=None, units=None, initial=None, with_files=True):
        head, lines = initial or ({}, None)
        self.own_unit, self.facts, self.checked = own_unit, None, []
        self.head = HeadForm(data, initial=head, units=None if own_unit else units)
        self.lines = Lines(_more(data), initial=lines, prefix="lines")
        self.upload = UploadForm(data, uploaded) if with_files else None

    @property
    def is_adding(self):
        """Whether only another line was asked for."""
        return "add_line" in (self.head.data or {})

    def is_valid(self):
        shapes = [self.head.is_valid(), self.lines.is_valid(), self.upload is None or self.upload.is_valid()]
        if not all(shapes):
            return False
        self.checked = self.upload.cleaned_data["files"] if self.upload else []
        forms_filled = [form for form in self.lines if any(form.cleaned_data.values())] or [self.lines[0]]
        texts = [(place, self.head.cleaned_data | form.cleaned_data) for place, form in enumerate(forms_filled, 1)]
        rows = plan.parsed(texts, today=timezone.localdate())
        names = {(row.facts.get("product", ""), row.facts.get("spec", "")) for row in rows}
        found = plan.purchases(rows, references.load(names), own_unit=self.own_unit)
        for row, form in zip(rows, forms_filled, strict=True):
            self._blame(row, form)
        if any(row.mistakes for row in rows):
            return False
        self.facts = found[0].facts
        return True

    def _blame(self, row, form):
        for mistake in row.mistakes:
            if mistake.key not in self.head.fields:
                form.add_error(mistake.key, mistake.message)
            elif mistake.message not in self.head.errors.get(mistake.key, []):
                self.head.add_error(mistake.key, mistake.message)


def _more(data):
    """Return the data with one more line, if that was asked for."""
    if data is None or "add_line" not in data:
        return data
    data = data.copy()
    total = data.get("lines-TOTAL_FORMS", "")
    if total.isdecimal() and int(total) < MAX_LINES:
        data["lines-TOTAL_FORMS"] = str(int(total) + 1)
    return data


def initial_of(facts):
    """Return ``(head, lines)`` as the form shows what a registration says."""
    labels = {"channel": OfflineChannel, "fund": FundSource, "kind": ProofKind}
    values = {"channel": facts.channel, "fund": facts.fund_source, "kind": facts.kind}
    head = {name: labels[name](value).label for name, value in values.items()}
    head |= {"unit": facts.unit.code, "number": facts.number, "seller": facts.seller_name, "note": facts.note}
    head |= {"purchased_on": facts.purchased_on, "issued_on": facts.issued_on}
    return head, [_line_initial(one) for one in facts.goods]


def _line_initial(one):
    return {
        "product": one.product_name,
        "supplier": one.supplier_name,
        "origin": one.county.name,
        "category": one.category,
        "spec": one.spec,
        "quantity": one.quantity,
        "measure_unit": one.measure_unit,
        "unit_price": one.unit_price and one.unit_price.normalize(),
        "untaxed": one.untaxed_amount,
        "tax": one.tax_amount,
        "amount": one.amount,
        "households": one.households,
    }


class UploadForm(forms.Form):
    """Files of a proof."""

    files = ProofFilesField()


class AttachForm(forms.Form):
    """The same, where at least one is meant to be chosen."""

    files = ProofFilesField(required=True)


class WorkbookForm(forms.Form):
    """A workbook of purchases and the files it names."""

    workbook = forms.FileField(
        label="线下采购清单（.xlsx）",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        max_length=200,
        error_messages={"required": "请选择文件。", "empty": "这个文件是空的，请重新选择。"},
    )
    files = ProofFilesField(
        label="附件",
        most=60,
        help_text=f"清单“附件”一列写的文件，可一次选多个：{files.KINDS}。也可以登记后再逐笔上传。",
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label="原因", max_length=200, error_messages={"required": "请写明原因。"})


class NoteForm(forms.Form):
    reason = forms.CharField(label="说明", max_length=200, required=False)


class ClassifyForm(forms.Form):
    """Either the code of a product, or a category."""

    sku = forms.CharField(label="商品编码", max_length=128, required=False)
    category = forms.CharField(label="或类别", max_length=200, required=False)

    def __init__(self, *args, categories=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.categories = categories
        self.fields["category"].widget.attrs["list"] = "categories"

    def clean_category(self):
        word = self.cleaned_data["category"]
        if word and word not in self.categories:
            raise forms.ValidationError("没有这个类别，请从列表中选择。")
        return self.categories.get(word, "")

    def clean(self):
        if not self.errors and not any(self.cleaned_data.values()):
            raise forms.ValidationError("请填写商品编码或类别。")
        return self.cleaned_data
