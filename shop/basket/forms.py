"""How many packs: one number for a product, or one beside each line of a basket."""

from django import forms

from .lines import MAX_PACKS

ERRORS = {
    "required": "请填写数量。",
    "invalid": "数量请填整数。",
    "min_value": "数量不能少于 %(limit_value)s。",
    "max_value": "每种商品最多买 %(limit_value)s 件。",
}


class AddForm(forms.Form):
    quantity = forms.IntegerField(label="数量", min_value=1, max_value=MAX_PACKS, error_messages=ERRORS)


class QuantitiesForm(forms.Form):
    """The quantities of a basket's lines; a line left out keeps its own, 0 takes it out."""

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        for row in rows:
            if not row.is_gone:
                self.fields[_name(row)] = _field(row)

    def field_of(self, row):
        """Return the bound field of a line, or None for one that can only be taken out."""
        return self[_name(row)] if _name(row) in self.fields else None

    def quantities(self):
        """Return ``{line_pk: packs}`` of the boxes that were filled in."""
        filled = {name: packs for name, packs in self.cleaned_data.items() if packs is not None}
        return {int(name.removeprefix("quantity-")): packs for name, packs in filled.items()}


def _name(row):
    return f"quantity-{row.line.pk}"


def _field(row):
    field = forms.IntegerField(
        label=f"{row.product.title}的数量",
        min_value=0,
        max_value=MAX_PACKS,
        initial=row.quantity,
        required=False,
        error_messages=ERRORS,
    )
    # The box goes up in whole multiples from the smallest quantity that can be ordered.
    field.widget.attrs.update({"inputmode": "numeric", "min": row.least, "step": row.multiple})
    return field
