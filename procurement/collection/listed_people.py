"""The people who may join a group order for named people: put on its list, taken off it."""

from django.db import transaction

from .. import moves
from ..models import ListedPerson
from ..moves import Refused

MAX_PEOPLE = 5000


@transaction.atomic
def put(*, group_order, people, by, at):
    """Put people on the list; who is on it already gets the department and mobile number given now.

    :param people: ``people_workbook.Person`` each.
    :return: ``(how many are new, how many changed)``.
    :raises Refused: unless the group order is for named people and not closed, or if there are too many.
    """
    locked = _lock(group_order)
    held = {(person.name, person.last_four): person for person in locked.listed.all()}
    fresh = [person for person in people if person.key not in held]
    if len(held) + len(fresh) > MAX_PEOPLE:
        raise Refused(f"名单最多 {MAX_PEOPLE} 人。")
    changed = [held[person.key] for person in people if person.key in held and _update(held[person.key], person)]
    ListedPerson.objects.bulk_create(
        ListedPerson(
            group_order=locked,
            name=person.name,
            department=person.department,
            mobile=person.mobile,
            last_four=person.last_four,
        )
        for person in fresh
    )
    ListedPerson.objects.bulk_update(changed, ["department", "mobile"])
    if fresh and locked.is_open:
        moves.remark(group_order=locked, by=by, at=at, reason=f"名单增加 {len(fresh)} 人")
    return len(fresh), len(changed)


@transaction.atomic
def remove(*, group_order, person, by, at):
    """Take somebody off the list; a pledge that they made stays.

    :raises Refused: as ``put``.
    """
    locked = _lock(group_order)
    deleted, _ = locked.listed.filter(pk=person).delete()
    if deleted and locked.is_open:
        moves.remark(group_order=locked, by=by, at=at, reason="名单减少 1 人")


def _lock(group_order):
    locked = moves.lock(group_order)
    if not locked.is_for_list:
        raise Refused("这张采购单不按名单参加。要改请在“修改内容”里选“名单上的人”。")
    if not (locked.is_draft or locked.is_open):
        raise Refused("征集已经截止，不能再改名单。")
    return locked


def _update(row, person):
    """Take over what is said now, if anything is; return whether that changed the row."""
    now = person.department or row.department, person.mobile or row.mobile
    if now == (row.department, row.mobile):
        return False
    row.department, row.mobile = now
    return True
