"""Forget in time what collections keep for a while: sheets nobody decided on, tries at codes and names."""

from contextlib import suppress
from datetime import timedelta

from ..models import JoinAttempt, PledgeSheet
from ..moves import Refused
from . import attempts, pledge_sheets

# Rows of a sheet hold mobile numbers; after so long it would be downloaded and filled in anew anyway.
UNDECIDED = timedelta(days=14)


def purge(*, at):
    """Put sheets away that nobody decided on in time, with their rows, and forget old tries.

    :return: how many sheets were put away.
    """
    JoinAttempt.objects.filter(at__lte=at - attempts.WITHIN).delete()
    old = PledgeSheet.objects.filter(status=PledgeSheet.Status.REVIEW, at__lte=at - UNDECIDED)
    return sum(_put_away(sheet, at) for sheet in old.only("pk").order_by("pk"))


def _put_away(sheet, at):
    # Somebody may decide at this moment; then theirs holds.
    with suppress(Refused):
        pledge_sheets.cancel(sheet=sheet, at=at)
        return 1
    return 0
