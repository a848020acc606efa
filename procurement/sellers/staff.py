"""The people of a supplier: invited by a link for their mobile number, given a role, removed. An owner always stays."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction

from .. import messages
from ..messages.people import owners
from ..models import SupplierInvitation, SupplierMember, SupplierRole
from ..moves import Refused, Repeated
from . import records

LIFETIME = timedelta(days=7)
MOST_OPEN = 20
What = records.What


class Closed(Refused):
    """The invitation is revoked, used or expired."""


class AccountExists(Refused):
    """The mobile number has an account: its owner is to log in."""


def role_of(supplier, user):
    """Return the role of one of a supplier's people; who was never given one is a clerk."""
    found = supplier.members.filter(user=user).values_list("role", flat=True).first()
    return found or SupplierRole.CLERK


def people(supplier):
    """Return ``[(user, role)]`` of a supplier, its owners first."""
    roles = dict(supplier.members.values_list("user", "role"))
    rows = [(user, SupplierRole(roles.get(user.pk, SupplierRole.CLERK))) for user in supplier.users.order_by("name")]
    return sorted(rows, key=lambda row: row[1] != SupplierRole.OWNER)


@transaction.atomic
def join(*, supplier, user, role, by, at):
    """Let a person work for a supplier.

    :raises Repeated: if they do already.
    """
    records.lock(supplier)
    if supplier.users.filter(pk=user.pk).exists():
        raise Repeated(f"您已经在{supplier.name}。")
    supplier.users.add(user)
    SupplierMember.objects.update_or_create(supplier=supplier, user=user, defaults={"role": role})
    words = f"{user}：{SupplierRole(role).label}"
    records.write(supplier=supplier, what=What.JOINED, by=by, at=at, words=words)


@transaction.atomic
def invite(*, supplier, mobile, role, by, at):
    """Return a new invitation for the owner of a mobile number, good for seven days.

    :raises Refused: if that person is in already, or too many are open.
    """
    locked = records.lock(supplier)
    if locked.users.filter(mobile=mobile).exists():
        raise Refused("这个手机号的主人已经在本供应商。")
    open_ones = locked.invitations.open_at(at)
    open_ones.filter(mobile=mobile).update(revoked_at=at)
    if open_ones.count() >= MOST_OPEN:
        raise Refused(f"有效的邀请最多 {MOST_OPEN} 个，请先撤销不用的。")
    invitation = locked.invitations.create(mobile=mobile, role=role, by=by, at=at, expires_at=at + LIFETIME)
    words = f"{invitation.get_role_display()}，手机尾号 {mobile[-4:]}"
    records.write(supplier=locked, what=What.INVITED, by=by, at=at, words=words)
    return invitation


@transaction.atomic
def revoke(*, invitation, by, at):
    """Close an invitation; return False if nobody could accept it any more anyway."""
    if not SupplierInvitation.objects.open_at(at).filter(pk=invitation.pk).update(revoked_at=at):
        return False
    words = f"{invitation.get_role_display()}，手机尾号 {invitation.mobile[-4:]}"
    records.write(supplier=invitation.supplier, what=What.REVOKED, by=by, at=at, words=words)
    return True


@transaction.atomic
def accept(*, invitation, user, at):
    """Let the person in for whom an invitation is, once.

    :raises Closed: if it is revoked, used or expired.
    :raises Refused: to another person.
    :raises Repeated: if this person is in already.
    """
    locked = SupplierInvitation.objects.select_for_update(of=("self",)).select_related("supplier").get(pk=invitation.pk)
    if locked.mobile != user.mobile:
        raise Refused("这个邀请是给另一个手机号的，请用那个手机号登录，或让对方重新邀请您。")
    if why := locked.why_closed(at):
        raise Closed(why)
    join(supplier=locked.supplier, user=user, role=locked.role, by=user, at=at)
    locked.accepted_at = at
    locked.save(update_fields=["accepted_at"])
    messages.suppliers.joined(locked, user, at=at)
    return locked


@transaction.atomic
def accept_as_new(*, invitation, name, password, at):
    """Create the account of the invited person and let them in; return the person.

    :raises AccountExists: if the mobile number has an account.
    :raises Closed: as ``accept``; then no account is left behind.
    """
    if why := invitation.why_closed(at):
        raise Closed(why)
    try:
        with transaction.atomic():
            user = get_user_model().objects.create_user(invitation.mobile, password, name=name)
    except IntegrityError:
        raise AccountExists("这个手机号已有账号，请登录后再加入。") from None
    accept(invitation=invitation, user=user, at=at)
    return user


@transaction.atomic
def set_role(*, supplier, user, role, by, at):
    """Give one of a supplier's people another role; return whether it changed.

    :raises Refused: if they left, or no owner would be left.
    """
    records.lock(supplier)
    held = _held(supplier, user)
    if held == role:
        return False
    if held == SupplierRole.OWNER:
        _require_another_owner(supplier, user)
    SupplierMember.objects.update_or_create(supplier=supplier, user=user, defaults={"role": role})
    words = f"{user}：{SupplierRole(held).label} → {SupplierRole(role).label}"
    records.write(supplier=supplier, what=What.ROLE, by=by, at=at, words=words)
    messages.suppliers.role_changed(supplier, user, words, by=by, at=at)
    return True


@transaction.atomic
def remove(*, supplier, user, by, at):
    """Take a person out of a supplier.

    :raises Refused: if they left already, or no owner would be left.
    """
    records.lock(supplier)
    held = _held(supplier, user)
    if held == SupplierRole.OWNER:
        _require_another_owner(supplier, user)
    supplier.users.remove(user)
    supplier.members.filter(user=user).delete()
    words = f"{user}（{SupplierRole(held).label}）"
    records.write(supplier=supplier, what=What.REMOVED, by=by, at=at, words=words)
    messages.suppliers.role_changed(supplier, user, "您已被移出这家供应商。", by=by, at=at, is_out=True)


def _held(supplier, user):
    if not supplier.users.filter(pk=user.pk).exists():
        raise Refused("这位同事已不在本供应商。")
    return role_of(supplier, user)


def _require_another_owner(supplier, user):
    if not owners(supplier).filter(is_active=True).exclude(pk=user.pk).exists():
        raise Refused("这是最后一位负责人。请先让另一位同事担任负责人。")
