"""Which groups of messages a person wants by e-mail: all of them until they say otherwise."""

from django.db import transaction

from .kinds import Group
from .models import Mute


def wanted(user):
    """Return the groups a person wants by e-mail."""
    muted = set(user.mutes.values_list("group", flat=True))
    return [group for group in Group.values if group not in muted]


@transaction.atomic
def choose(*, user, groups):
    """Send e-mail for these groups only; choosing the same again changes nothing."""
    unwanted = set(Group.values) - set(groups)
    user.mutes.exclude(group__in=unwanted).delete()
    Mute.objects.bulk_create((Mute(user=user, group=group) for group in unwanted), ignore_conflicts=True)
