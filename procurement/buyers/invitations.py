"""Invite people into a unit by a link, and let them in."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.db.models import F

from ..models import Invitation, Role, UnitRecord
from . import members, unit_records

LIFETIME = timedelta(days=7)
MAX_USES = 200
What = UnitRecord.What


class Refused(Exception):
    """The invitation does not let this person in; the message tells why."""


class Closed(Refused):
    """It is revoked, used up or expired."""


class AccountExists(Refused):
    """The mobile number has an account: its owner is to log in."""


class AlreadyIn(Refused):
    """Nothing to do: the person accepted before or holds all these roles."""


@transaction.atomic
def invite(*, unit, roles, by, at, department="", max_uses=1):
    """Return a new invitation, good for seven days.

    :param max_uses: how many people may accept; one for an administrator.
    :raises Refused: without a role, or for several administrators.
    """
    if not roles:
        raise Refused("请至少选一个角色。")
    if not 1 <= max_uses <= MAX_USES:
        raise Refused(f"可用人数须在 1 到 {MAX_USES} 之间。")
    if Role.ADMINISTRATOR in roles and max_uses > 1:
        raise Refused("邀请管理员的链接只能给一个人用。")
    invitation = Invitation.objects.create(
        unit=unit,
        roles=[role.value for role in Role if role in set(roles)],
        department=department,
        max_uses=max_uses,
        by=by,
        at=at,
        expires_at=at + LIFETIME,
    )
    words = f"{invitation.role_words}，最多 {max_uses} 人"
    unit_records.write(unit=unit, what=What.INVITED, by=by, at=at, words=words)
    return invitation


@transaction.atomic
def revoke(*, invitation, by, at):
    """Close an invitation; return False if nobody could accept it any more anyway."""
    if not Invitation.objects.open_at(at).filter(pk=invitation.pk).update(revoked_at=at):
        return False
    words = f"{invitation.role_words}，{invitation.at:%Y-%m-%d} 发出"
    unit_records.write(unit=invitation.unit, what=What.REVOKED, by=by, at=at, words=words)
    return True


@transaction.atomic
def accept(*, invitation, user, at):
    """Let a person in with the invitation's roles; two at once never use it more often than allowed.

    :raises Closed: if it is revoked, used up or expired.
    :raises AlreadyIn: if this person accepted it before, or holds all its roles.
    """
    # Lock, then look: whoever comes second sees what the first one did.
    locked = Invitation.objects.select_for_update(of=("self",)).select_related("unit").get(pk=invitation.pk)
    if set(locked.roles) <= set(members.roles_of(locked.unit, user)):
        raise AlreadyIn(f"您已经在{locked.unit.name}担任{locked.role_words}。")
    if locked.accepted.filter(user=user).exists():
        raise AlreadyIn("您用过这个邀请，不能再用一次。请联系本单位管理员。")
    if not Invitation.objects.open_at(at).filter(pk=locked.pk).update(uses=F("uses") + 1):
        raise Closed(locked.why_closed(at))
    locked.accepted.create(user=user, at=at)
    facts = {"roles": locked.roles, "department": locked.department}
    members.join(unit=locked.unit, user=user, by=user, at=at, **facts)
    return locked


@transaction.atomic
def accept_as_new(*, invitation, name, mobile, password, at):
    """Create the account of a person without one and let them in; return the person.

    :raises AccountExists: if the mobile number has an account.
    :raises Closed: as ``accept``; then no account is left behind.
    """
    accounts = get_user_model().objects
    if why := invitation.why_closed(at):
        raise Closed(why)
    try:
        with transaction.atomic():
            user = accounts.create_user(mobile, password, name=name, is_demo=invitation.unit.is_demo)
    except IntegrityError:
        raise AccountExists("这个手机号已有账号，请登录后再加入。") from None
    accept(invitation=invitation, user=user, at=at)
    return user
