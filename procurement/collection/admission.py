"""Who may take part in a group order: whoever has the link, and the code too, members, or named people.

The unit's handlers enter colleagues themselves, so no code is asked of them; that somebody must be a member or on the
list holds for whom they enter as well.
"""

import secrets
import unicodedata

from django.db import transaction
from django.db.models import Q

from .. import moves
from ..models import Membership, Role
from ..moves import Refused
from .rules import new_code

DOTS = str.maketrans(dict.fromkeys("•・‧∙●", "·"))


class NotAdmitted(Refused):
    """This person may not take part. Of a list it always says the same, so that nobody learns who is on it."""


def is_let_in(group_order, *, user, code=""):
    """Tell whether somebody may see what can be had; who they say they are is checked when they join."""
    if group_order.needs_code:
        return is_code(group_order, code) or _is_of_unit(group_order, user)
    return _is_of_unit(group_order, user) if group_order.is_for_members else True


def is_code(group_order, typed):
    """Compare a code as people type it: with spaces, dashes or full-width digits."""
    digits = "".join(letter for letter in unicodedata.normalize("NFKC", typed) if letter.isdigit())
    return bool(group_order.join_code) and secrets.compare_digest(digits.encode(), group_order.join_code.encode())


def admit(group_order, *, name, mobile, by, code=""):
    """Return what the unit knows of a person who joins: ``user``, ``listed``, ``department``, as far as it does.

    :param by: who does it, if logged in.
    :raises NotAdmitted: if they may not take part.
    """
    if group_order.needs_code and not is_let_in(group_order, user=by, code=code):
        raise NotAdmitted("请先填写参加口令，口令请问经办人。")
    if group_order.is_for_members:
        return {"user": _member(group_order, mobile, by)}
    if group_order.is_for_list:
        return _facts_of_listed(group_order, name, mobile)
    return {}


@transaction.atomic
def renew_code(*, group_order, by, at):
    """Give a group order another code; who has joined stays.

    :raises Refused: unless it asks for a code and may still be joined.
    """
    locked = moves.lock(group_order)
    if not locked.needs_code or not (locked.is_draft or locked.is_open):
        raise Refused("这张采购单现在不用口令。")
    old = locked.join_code
    while locked.join_code == old:
        locked.join_code = new_code()
    locked.save(update_fields=["join_code"])
    moves.remark(group_order=locked, by=by, at=at, reason="更换参加口令")
    return locked


def plain_name(name):
    """Return a name as it is compared: without spaces, with one kind of middle dot."""
    return "".join(unicodedata.normalize("NFKC", name.translate(DOTS)).split()).translate(DOTS)


def _is_of_unit(group_order, user):
    return bool(user and user.is_authenticated) and group_order.unit.memberships.filter(user=user).exists()


def _member(group_order, mobile, by):
    """Return the member who joins: oneself, or a colleague whom a handler enters."""
    if not _is_of_unit(group_order, by):
        raise NotAdmitted("这次只有本单位成员可以参加，请登录后再试。")
    is_handler = group_order.unit.memberships.filter(user=by, role=Role.HANDLER).exists()
    if by.mobile != mobile and not is_handler:
        raise NotAdmitted("请填写您自己登录用的手机号。")
    found = Membership.objects.filter(unit=group_order.unit, user__mobile=mobile).select_related("user").first()
    if found is None:
        raise NotAdmitted("这个手机号不是本单位成员的，请先在“成员”里邀请这位同事。")
    return found.user


def _facts_of_listed(group_order, name, mobile):
    either = Q(mobile=mobile) | Q(mobile="", last_four=mobile[-4:])
    listed = group_order.listed.filter(either, name=plain_name(name)).first()
    if listed is None:
        raise NotAdmitted("名单上没有这个姓名和手机号，请核对；有疑问请联系经办人。")
    if listed.participants.filter(withdrawn_at=None).exclude(mobile=mobile).exists():
        raise NotAdmitted("名单上的这位同事已经用另一个手机号参加，有疑问请联系经办人。")
    facts = {"listed": listed}
    return facts | {"department": listed.department} if listed.department else facts
