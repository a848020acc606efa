"""The people of a unit: who joins, which roles they hold, who leaves. Every step leaves a record."""

from datetime import timedelta

from django.db import transaction

from .. import messages
from ..models import Membership, Role, Unit, UnitRecord
from . import unit_records

UNDO_FOR = timedelta(days=1)
What = UnitRecord.What


class Refused(Exception):
    """The change does not fit; the message tells the person why."""


class LastAdministrator(Refused):
    """Without this person nobody could manage the unit's people."""

    def __init__(self):
        super().__init__("这是本单位最后一位管理员。请先让另一位同事担任管理员。")


@transaction.atomic
def join(*, unit, user, roles, by, at, department="", words=""):
    """Give a person roles in a unit besides those they hold; return whether any was new."""
    lock(unit)
    held = roles_of(unit, user)
    fresh = [role for role in dict.fromkeys(roles) if role not in held]
    if not fresh:
        return False
    department = department or _department_of(unit, user)
    _add(unit, user, fresh, department)
    words = words or f"{user}：{unit_records.role_words([*held, *fresh])}"
    unit_records.write(unit=unit, what=What.JOINED, by=by, at=at, person=user, words=words, roles=held)
    return True


@transaction.atomic
def set_roles(*, unit, user, roles, by, at, department=""):
    """Replace a person's roles and department; setting what they have changes nothing.

    :raises Refused: without a role, if they are not in the unit, or if no administrator would be left.
    """
    lock(unit)
    held, old_department = roles_of(unit, user), _department_of(unit, user)
    if not held:
        raise Refused("这位同事已不在本单位。")
    if not roles:
        raise Refused("请至少选一个角色；不再参与的同事请用“移出”。")
    if set(roles) == set(held) and department == old_department:
        return False
    if Role.ADMINISTRATOR in held and Role.ADMINISTRATOR not in roles:
        _require_another_administrator(unit, user)
    of_person = unit.memberships.filter(user=user)
    of_person.exclude(role__in=roles).delete()
    _add(unit, user, [role for role in roles if role not in held], department)
    of_person.update(department=department)
    words = _words_of_change(user, (held, old_department), (roles, department))
    facts = {"roles": held, "department": old_department}
    unit_records.write(unit=unit, what=What.ROLES, by=by, at=at, person=user, words=words, **facts)
    messages.members.roles_changed(unit, user, words, by=by, at=at)
    return True


@transaction.atomic
def remove(*, unit, user, by, at):
    """Take a person out of the unit; return the record, by which it can be undone for a day.

    :raises Refused: if they are not in the unit or are its last administrator.
    """
    lock(unit)
    held, department = roles_of(unit, user), _department_of(unit, user)
    if not held:
        raise Refused("这位同事已不在本单位。")
    if Role.ADMINISTRATOR in held:
        _require_another_administrator(unit, user)
    unit.memberships.filter(user=user).delete()
    facts = {"words": f"{user}（{unit_records.role_words(held)}）", "roles": held, "department": department}
    messages.members.roles_changed(unit, user, "您已被移出这个单位。", by=by, at=at, is_out=True)
    return unit_records.write(unit=unit, what=What.REMOVED, by=by, at=at, person=user, **facts)


@transaction.atomic
def restore(*, record, by, at):
    """Undo a removal: the person holds the same roles as before.

    :raises Refused: after a day, or if the person is back already.
    """
    unit, user = record.unit, record.person
    lock(unit)
    if not is_undoable(record, at):
        raise Refused("移出已超过一天，请重新邀请这位同事。")
    if unit.memberships.filter(user=user).exists():
        raise Refused(f"{user} 已经在本单位，没有重复办理。")
    _add(unit, user, record.roles, record.department)
    words = f"{user}（{unit_records.role_words(record.roles)}）"
    messages.members.roles_changed(unit, user, f"您已恢复为成员：{words}", by=by, at=at)
    return unit_records.write(unit=unit, what=What.RESTORED, by=by, at=at, person=user, words=words)


def is_undoable(record, at):
    """Tell whether a record is of a removal less than a day ago."""
    return record.what == What.REMOVED and at < record.at + UNDO_FOR


def roles_of(unit, user):
    """Return the roles a person holds in a unit, in the order of ``Role``."""
    held = set(unit.memberships.filter(user=user).values_list("role", flat=True))
    return [role.value for role in Role if role in held]


def lock(unit):
    """Let one change of a unit's people wait for another; call inside a transaction."""
    return Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)


def _department_of(unit, user):
    rows = unit.memberships.filter(user=user).exclude(department="")
    return rows.values_list("department", flat=True).first() or ""


def _add(unit, user, roles, department):
    rows = [Membership(unit=unit, user=user, role=role, department=department) for role in roles]
    Membership.objects.bulk_create(rows)


def _require_another_administrator(unit, user):
    if not unit.memberships.filter(role=Role.ADMINISTRATOR, user__is_active=True).exclude(user=user).exists():
        raise LastAdministrator


def _words_of_change(user, old, new):
    words = unit_records.change_words(
        {"roles": unit_records.role_words(old[0]), "department": old[1]},
        {"roles": unit_records.role_words(new[0]), "department": new[1]},
        {"roles": "角色", "department": "部门"},
    )
    return f"{user}，{words}"
