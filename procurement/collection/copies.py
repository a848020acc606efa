"""Begin a group order like an earlier one: its products and rules, on the suppliers' terms of today."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localtime

from ..models import GroupOrderItem, ListedPerson
from . import drafts, picking, rules
from .rules import UNBOUND

COLLECT_DAYS, CLOSING_HOUR = 7, 18


@transaction.atomic
def copy(*, group_order, by, at, token="", title="", collect_days=COLLECT_DAYS):
    """Draft a group order anew; nothing that was pledged, decided or agreed comes along.

    :param title: another one; left out, it stays.
    :param token: key of the form that was sent: the same form sent twice makes one draft, left alone by the second.
    :param collect_days: the deadline comes so many days ahead, at six in the evening.
    :return: ``(draft, titles)`` of the products that may not be had any more and were left out.
    """
    products, gone = picking.of_earlier(group_order)
    if twin := drafts.of_form(unit=group_order.unit, by=by, token=token):
        return twin, gone
    made = drafts.create(
        unit=group_order.unit,
        title=title or group_order.title,
        note=group_order.note,
        fund_source=group_order.fund_source,
        deadline_at=deadline(at, collect_days),
        delivery=(group_order.delivery_street, group_order.delivery_contact, group_order.delivery_mobile),
        items=[],
        rules=_rules(group_order),
        by=by,
        at=at,
        token=token,
        copied_from=group_order,
        is_demo=group_order.is_demo,
    )
    _take_over(group_order, made, products)
    return made, gone


def deadline(at, days):
    """Return six in the evening some days after a moment, local time."""
    return timezone.make_aware(datetime.combine(localtime(at).date() + timedelta(days=days), time(CLOSING_HOUR)))


def _rules(group_order):
    """Return the rules without the days on which goods were wanted then; a direct order had none."""
    if group_order.is_direct:
        return UNBOUND
    days = dict.fromkeys(("delivery_from_on", "delivery_to_on"))
    return rules.Rules(**vars(rules.of(group_order)) | days)


def _take_over(group_order, made, products):
    least = dict(group_order.items.values_list("product", "min_quantity"))
    GroupOrderItem.objects.bulk_create(
        GroupOrderItem(group_order=made, product=product, min_quantity=least[product.pk]) for product in products
    )
    ListedPerson.objects.bulk_create(
        ListedPerson(group_order=made, name=name, department=department, mobile=mobile, last_four=last_four)
        for name, department, mobile, last_four in group_order.listed.values_list(
            "name", "department", "mobile", "last_four"
        )
    )
