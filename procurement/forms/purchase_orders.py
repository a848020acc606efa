"""What people write on a purchase order's page."""

from django import forms

from .photos import PhotosField

MAX_PACKS = 1_000_000


class CancelForm(forms.Form):
    reason = forms.CharField(label="取消原因", max_length=200)


class LinesForm(forms.Form):
    """Numbers of packs beside each order line; the fields are named ``<kind>_<line pk>``.

    ``most`` is ``{line pk: packs}`` that can be written at most; lines left out have no fields, None means all packs.
    """

    kinds = {}
    starts_full = False

    def __init__(self, *args, lines, most=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.most = {line.pk: line.quantity for line in lines} if most is None else most
        self.lines = [line for line in lines if self.most.get(line.pk)]
        for line in self.lines:
            line.most = self.most[line.pk]
            for kind, label in self.kinds.items():
                start = line.most if self.starts_full else 0
                self.fields[f"{kind}_{line.pk}"] = _packs_field(label, line.most, start)

    def packs(self, kind, line):
        return self.cleaned_data.get(f"{kind}_{line.pk}") or 0

    def all_packs(self, kind):
        """Return ``{line pk: packs}`` of one kind, without zeros."""
        pairs = {line.pk: self.packs(kind, line) for line in self.lines}
        return {pk: packs for pk, packs in pairs.items() if packs}

    def rows(self):
        """Yield ``(line, [bound field of each kind])``; the line carries ``most``, the packs to write down at most."""
        for line in self.lines:
            yield line, [self[f"{kind}_{line.pk}"] for kind in self.kinds]


class ShipForm(LinesForm):
    """Carrier, waybill, and how many packs go now: all that are left unless something else is written."""

    kinds = {"packs": "这次发"}
    starts_full = True
    carrier = forms.CharField(label="承运公司", max_length=40)
    waybill = forms.CharField(label="运单号", max_length=60)

    def facts(self):
        """Return what the form says as keywords for ``purchase_orders.ship`` or ``claims.reship``."""
        named = any(f"packs_{line.pk}" in self.data for line in self.lines)
        facts = {name: self.cleaned_data[name] for name in ("carrier", "waybill")}
        return facts | {"packs": self.all_packs("packs") if named else None}


class AcceptForm(LinesForm):
    """Packs short and damaged, line by line; nothing written means that all arrived whole."""

    kinds = {"short": "短少", "damaged": "破损"}
    note = forms.CharField(
        label="说明", max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 200})
    )
    photos = PhotosField()

    def facts(self):
        """Return what the form says as keywords for ``purchase_orders.accept`` or ``shipments.accept``."""
        data = self.cleaned_data
        return {"refused": self.refused(), "note": data["note"], "pictures": data["photos"]}

    def clean(self):
        for line in self.lines if not self.errors else ():
            if self.packs("short", line) + self.packs("damaged", line) > line.most:
                self.add_error(f"short_{line.pk}", f"短少、破损合计不能超过应收的 {line.most}。")
        return self.cleaned_data

    def refused(self):
        """Return ``{line pk: (short, damaged)}`` of the lines that did not arrive whole."""
        pairs = {line.pk: (self.packs("short", line), self.packs("damaged", line)) for line in self.lines}
        return {pk: pair for pk, pair in pairs.items() if any(pair)}


class TakeBackForm(LinesForm):
    """Packs taken back, line by line, and why; ``seen`` is the newest move on the page looked at."""

    kinds = {"packs": "退货"}
    reason = forms.CharField(label="退货原因", max_length=180)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def facts(self):
        """Return what the form says as keywords for ``purchase_orders.take_back``."""
        data = self.cleaned_data
        return {"packs": self.all_packs("packs"), "reason": data["reason"], "seen": data["seen"]}

    def clean(self):
        if self.lines and not self.errors and not self.all_packs("packs"):
            raise forms.ValidationError("请至少填写一种商品的退货数量。")
        return self.cleaned_data


def _packs_field(label, most, start):
    """A number of packs that a phone opens its digits for; the browser suggests the bounds, the server decides."""
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "max": most})
    return forms.IntegerField(
        label=label, min_value=0, max_value=MAX_PACKS, initial=start, required=False, widget=widget
    )


def first_error(form):
    """Return one sentence: the first error with the name of its field."""
    name, errors = next(iter(form.errors.items()))
    label = form.fields[name].label if name in form.fields else ""
    return f"{label}：{errors[0]}" if label else errors[0]
