"""What happens to accounts: passwords, sleep, sessions, and the roles that the site's security administrator gives."""

import secrets

from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction

from . import permissions, roles
from .models import User

# Without letters and digits that are taken for one another on paper.
LETTERS, CAPITALS, DIGITS = "abcdefghjkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789"


class Refused(Exception):
    """What was asked for is not done; the text says why."""


@transaction.atomic
def set_password(*, user, password, at, is_given=False):
    """Set a password and end all sessions; the old one is remembered.

    :param is_given: chosen by somebody else, so the person must choose their own at the next login.
    """
    locked = _lock(user)
    if locked.password:
        locked.used_passwords.create(password=locked.password, at=at)
    locked.set_password(password)
    locked.password_changed_at, locked.has_given_password = at, is_given
    locked.session_round += 1
    locked.save(update_fields=["password", "password_changed_at", "has_given_password", "session_round"])
    return locked


def reset_password(*, user, at):
    """Give a person a password to begin anew with, and wake the account; return the password, told once."""
    password = "".join([secrets.choice(CAPITALS), secrets.choice(DIGITS), *(_letter() for _ in range(10))])
    set_password(user=user, password=password, at=at, is_given=True)
    wake(user=user, at=at)
    return password


def wake(*, user, at):
    User.objects.filter(pk=user.pk).update(woken_at=at)


@transaction.atomic
def sign_out_everywhere(*, user):
    """End every session of a person, on all devices."""
    locked = _lock(user)
    locked.session_round += 1
    locked.save(update_fields=["session_round"])
    return locked


@transaction.atomic
def set_active(*, user, is_active, by):
    """Stop an account, or let it in again.

    :raises Refused: if somebody stops their own, or the last security administrator.
    """
    if user.pk == by.pk:
        raise Refused("不能停用自己的账号。")
    locked = _lock(user)
    if not is_active and _is_last(locked, permissions.SECURITY):
        raise Refused("这是最后一位安全管理员，不能停用。")
    locked.is_active = is_active
    locked.session_round += 1
    locked.save(update_fields=["is_active", "session_round"])
    return locked


@transaction.atomic
def give_role(*, user, role, by):
    """Give one of the site's own roles.

    :raises Refused: to oneself, or a second one of system, security and audit (GB/T 22239-2019, 8.1.5).
    """
    if user.pk == by.pk:
        raise Refused("不能调整自己的角色。")
    locked = _lock(user)
    try:
        with transaction.atomic():
            locked.groups.add(Group.objects.get(name=roles.GROUPS[role]))
    except IntegrityError:
        raise Refused("系统管理员、安全管理员、审计管理员不能由同一人担任。") from None
    return sign_out_everywhere(user=locked)


@transaction.atomic
def take_role(*, user, role, by):
    """Take one of the site's own roles away.

    :raises Refused: from oneself, or from the last security administrator.
    """
    if user.pk == by.pk:
        raise Refused("不能调整自己的角色。")
    locked = _lock(user)
    if role == permissions.SECURITY and _is_last(locked, role):
        raise Refused("这是最后一位安全管理员，不能撤销。")
    locked.groups.remove(Group.objects.get(name=roles.GROUPS[role]))
    return sign_out_everywhere(user=locked)


@transaction.atomic
def create_first_administrator(*, mobile, name, password, at):
    """Create the first security administrator, who then gives all other roles.

    :raises Refused: once there is one.
    """
    group = Group.objects.select_for_update().get(name=roles.GROUPS[permissions.SECURITY])
    if group.user_set.exists():
        raise Refused("已经有安全管理员了，请由他在“用户与角色”里开通其他账号。")
    if User.objects.filter(mobile=mobile).exists():
        raise Refused("这个手机号已有账号。")
    user = User.objects.create_user(mobile, password, name=name, password_changed_at=at)
    user.groups.add(group)
    return user


@transaction.atomic
def open_account(*, mobile, name, at):
    """Open an account for somebody who will hold a role; return ``(user, password)``, the password told once."""
    if User.objects.filter(mobile=mobile).exists():
        raise Refused("这个手机号已有账号，请查找后直接授予角色。")
    user = User.objects.create_user(mobile, None, name=name)
    return user, reset_password(user=user, at=at)


def _is_last(user, role):
    others = User.objects.filter(groups__name=roles.GROUPS[role], is_active=True).exclude(pk=user.pk)
    return user.groups.filter(name=roles.GROUPS[role]).exists() and not others.exists()


def _letter():
    return secrets.choice(LETTERS)


def _lock(user):
    return User.objects.select_for_update().get(pk=user.pk)
