"""Licences that end soon: their supplier and the office hear of it a month before, and again a week before."""

from django.utils.timezone import localdate

from shop.inbox.kinds import Kind

from ..messages import people, suppliers
from ..models import Licence

# Days before the last one; whoever ran no reminders on a day is told on the next.
MARKS = (7, 30)


def licences(at):
    """Yield each licence that is near its end, for the supplier's owners and for the office."""
    today = localdate(at)
    near = Licence.objects.expiring(today).filter(expires_on__gte=today).select_related("supplier")
    for licence in near.order_by("pk"):
        days = licence.days_left(today)
        mark = next((mark for mark in MARKS if days <= mark), MARKS[-1])
        facts = {"kind": Kind.LICENCE, "licence": licence, "supplier": licence.supplier}
        facts |= {"ends_on": licence.expires_on, "days": days, "once": f"licence {licence.pk} {mark}"}
        yield facts | {"people": people.owners(licence.supplier), "link": suppliers.link_of(licence.supplier)}
        yield facts | {"people": people.office(), "link": suppliers.office_link(licence.supplier), "is_office": True}
