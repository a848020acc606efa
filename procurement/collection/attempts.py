"""Bound how often somebody may guess a code or a name: rows of the database, so that all processes count together.

A whole unit may sit behind one address, so an honest slip costs little: what turns out right is taken back.
"""

from datetime import timedelta

from django.utils.crypto import salted_hmac

from ..models import JoinAttempt
from ..moves import Refused

WITHIN = timedelta(hours=1)
# Of a million codes this leaves less than a 500th a day, from however many addresses.
PER_CLIENT, IN_ALL = 20, 60


class TooMany(Refused):
    """Too many tries in the last hour."""

    def __init__(self):
        super().__init__("试的次数太多，请过一小时再来，或请经办人帮您登记。")


def count(*, group_order, address, at):
    """Write down a try and return it; it is written before it is counted, so that none slips by beside another.

    Not inside a transaction: a try stands whatever comes of it.

    :param address: the network address it comes from; only a keyed digest is kept, for an hour.
    :raises TooMany: over the bound of this address or of all.
    """
    rows = JoinAttempt.objects.filter(group_order=group_order)
    rows.filter(at__lte=at - WITHIN).delete()
    client = salted_hmac("procurement.join", address or "").hexdigest()[:32]
    attempt = JoinAttempt.objects.create(group_order=group_order, client=client, at=at)
    if rows.filter(client=client).count() > PER_CLIENT or rows.count() > IN_ALL:
        attempt.delete()
        raise TooMany
    return attempt
