"""Fill a participant's quantity boxes from pasted codes; nothing is sent before they press the button below."""

from shop.produce import pasted

from ..collection.pledges import MAX_QUANTITY
from ..forms.pledges import field_name

FILL, TEXT = "fill", "pasted"


def is_asked(request):
    return FILL in request.POST


def fill(request, rows, form_class):
    """Return ``(form, pasted)``: the boxes as they were typed, with the pasted numbers if every line could be read.

    :param rows: the ``progress`` of each product.
    """
    items = {row.product.pk: row.item.pk for row in rows}
    text = request.POST.get(TEXT, "")
    found = pasted.read(text, [row.product for row in rows], request.POST, most=MAX_QUANTITY)
    typed = {name: value for name, value in request.POST.items() if name in form_class(rows=rows).fields}
    if found.is_complete:
        typed |= {field_name(items[product.pk]): packs for product, packs in found.packs}
    return form_class(rows=rows, initial=typed), found
