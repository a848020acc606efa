"""Which edition of the shop is on show: another one with every change of what shoppers see.

The number lies in the database and turns in the transaction of the change, so it is there exactly when the change is:
on every server at once, and not at all after a rollback. Pages kept under it need no clearing.
"""

import secrets

from django.db import connection, transaction
from django.db.models import F

from .edition_models import Edition

# Steps are random: a database set back to yesterday and changed anew never comes to a number it had before.
MOST = 2**31


@transaction.atomic
def turn():
    """Begin another edition, inside the transaction of the change.

    Whoever writes takes a row that nobody holds, or adds one: changes at the same time never wait for each other.
    """
    step = 1 + secrets.randbelow(MOST)
    free = Edition.objects.select_for_update(skip_locked=True).order_by("pk").first()
    if free is None:
        Edition.objects.create(number=step)
    else:
        Edition.objects.filter(pk=free.pk).update(number=F("number") + step)


def current():
    """Return the number of the edition on show. Ask before reading what is to be kept under it."""
    with connection.cursor() as cursor:
        # Asked for every page, so without the time it takes to compose a query.
        cursor.execute("SELECT SUM(number) FROM produce_edition")
        return int(cursor.fetchone()[0] or 0)
