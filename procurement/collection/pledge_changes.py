"""Who changed which pledge, and when."""

from ..models import PledgeChange

LIMIT = 100


def of_group_order(group_order):
    """Return the newest changes of all pledges of a group order, at most 100."""
    return list(_loaded(PledgeChange.objects.filter(participant__group_order=group_order))[:LIMIT])


def of_participant(participant):
    """Return the newest changes of one participant's pledges, at most 100."""
    return list(_loaded(participant.changes.all())[:LIMIT])


def _loaded(rows):
    return rows.select_related("participant", "item__product__dossier", "by").order_by("-at", "-pk")
