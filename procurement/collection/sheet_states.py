"""What an uploaded collection sheet is compared with: products, and who asks for what, at its download and by now."""

from ..models import PledgeChange
from . import demands
from .pledge_workbook import planned
from .wishes import from_row


def items(sheet):
    """Return ``{item_pk: planned.Item}`` of the products that have a column in the sheet."""
    rows = sheet.group_order.items.select_related("product__dossier").order_by("pk")
    found = [row for row in rows if str(row.pk) in sheet.letters]
    return {row.pk: planned.Item(row.product.title, row.product.dossier.unit) for row in found}


def people(sheet):
    """Return everybody of the group order as ``planned.Person``; what changed since the download is undone for then."""
    later = PledgeChange.objects.filter(participant__group_order=sheet.group_order, pk__gt=sheet.seen)
    then = {}
    for participant, item, old in later.order_by("pk").values_list("participant", "item", "old"):
        then.setdefault(participant, {}).setdefault(item, from_row(old))
    rows = sheet.group_order.participants.prefetch_related("pledges__steps")
    return [_person(row, then.get(row.pk, {})) for row in rows]


def wishes(participant):
    """Return ``{item_pk: Wish}`` of a participant whose pledges are loaded."""
    return {pledge.item_id: demands.of_pledge(pledge) for pledge in participant.pledges.all()}


def _person(participant, changed):
    now = wishes(participant) if participant.withdrawn_at is None else {}
    return planned.Person(
        pk=participant.pk,
        name=participant.name,
        department=participant.department,
        mobile=participant.mobile,
        is_withdrawn=participant.withdrawn_at is not None,
        has_changed=bool(changed),
        then={item: wish for item, wish in {**now, **changed}.items() if wish},
        now=now,
    )
