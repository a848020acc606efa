"""What the people of a group order want together, and what each wants: wishes read from the database."""

from collections import defaultdict

from django.db.models import F, OuterRef, Subquery, Sum

from ..models import Participant, Pledge, PledgeStep
from .wishes import Wish

STANDING = {"participant__withdrawn_at": None}


def of_items(items):
    """Return ``{item_pk: demand}`` of a queryset or list of items, in two queries for any number of people."""
    pledges = Pledge.objects.filter(item__in=items, **STANDING).order_by()
    steps = PledgeStep.objects.filter(pledge__in=pledges).order_by("-price")
    more = defaultdict(list)
    for item, price, packs in steps.values_list("pledge__item", "price").annotate(Sum("more")):
        more[item].append((price, packs))
    packs = dict(pledges.values_list("item").annotate(Sum("quantity")))
    return defaultdict(Wish, {item: Wish(quantity, tuple(more[item])) for item, quantity in packs.items()})


def of_item(item):
    """Return what people want of one item together."""
    return of_items([item])[item.pk]


def of_pledge(pledge):
    """Return what somebody wants; ``steps`` should be loaded already."""
    return Wish(pledge.quantity, tuple((step.price, step.more) for step in pledge.steps.all()))


def queue(item):
    """Return the standing pledges of an item with their steps, in the order in which they were asked for."""
    rows = Pledge.objects.filter(item=item, **STANDING).select_related("participant").prefetch_related("steps")
    return list(rows.order_by("pledged_at", "participant"))


def grant(items):
    """Give everybody what they want at the settled prices of some items (a list); nothing of dropped ones."""
    bought, dropped = ([item.pk for item in items if item.is_dropped is is_dropped] for is_dropped in (False, True))
    standing = Pledge.objects.exclude(participant__in=_withdrawn(items))
    standing.filter(item__in=bought).update(allotted=F("quantity"))
    reached = PledgeStep.objects.filter(pledge__item__in=bought, price__gte=F("pledge__item__unit_price")).order_by()
    more = reached.filter(pledge=OuterRef("pk")).values("pledge").annotate(packs=Sum("more")).values("packs")
    standing.filter(pk__in=reached.values("pledge")).update(allotted=F("quantity") + Subquery(more))
    standing.filter(item__in=dropped).update(allotted=0)


def _withdrawn(items):
    return Participant.objects.filter(group_order__in={item.group_order_id for item in items}).exclude(
        withdrawn_at=None
    )


def take_back(items):
    """Let nobody have anything granted, as before closing."""
    Pledge.objects.filter(item__in=items).update(allotted=None)
