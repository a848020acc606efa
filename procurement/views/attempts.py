"""Try a step of a purchase order and tell the person how it went."""

from django.contrib import messages

from ..delivery import purchase_orders
from ..forms.purchase_orders import first_error

INVALID, CONFLICT = 400, 409


def attempt(request, form, act, done):
    """Do a step whose form was sent.

    A second click on the same button does nothing and only gets a friendly word.

    :param act: called without arguments when the form is valid; may raise ``purchase_orders.Refused``.
    :param done: the sentence for success.
    :return: 0 when the step is over, else the status to show the page with again.
    """
    if not form.is_valid():
        messages.error(request, first_error(form))
        return INVALID
    try:
        act()
    except purchase_orders.Refused as refusal:
        return _tell(request, refusal)
    messages.success(request, done)
    return 0


def _tell(request, refusal):
    if refusal.is_repeated:
        messages.info(request, str(refusal))
        return 0
    messages.error(request, str(refusal))
    return INVALID if isinstance(refusal, purchase_orders.BadQuantities) else CONFLICT
