"""What participants do: join, change, withdraw. A collection that closes meanwhile waits its turn, and so do they.

Every change of a pledge leaves a row that says who made it: a person logged in, or somebody with the personal link.
"""

from django.db import transaction

from .. import moves
from ..moves import Refused
from .taking import AlreadyJoined, Counter
from .wishes import wish

__all__ = ["MAX_QUANTITY", "AlreadyJoined", "change", "join", "wishes", "withdraw"]
MAX_QUANTITY = 100_000
MAX_STEPS = 20


@transaction.atomic
def join(
    *, group_order, name, mobile, quantities, at, totals=None, department="", user=None, token="", by=None, code=""
):
    """Take one participant's pledges.

    :param quantities: ``{item_id: packs}`` at any price; zeros are left out.
    :param totals: ``{item_id: {price: packs in all once the price falls to it}}``, where somebody then wants more.
    :param token: key of the form that was sent. The same form sent twice (a double click) joins once: the second
        call returns the participant of the first. It becomes the key of their personal link.
    :param by: who did it, if logged in.
    :param code: the code that the person was let in with, if the group order asks for one.
    :raises AlreadyJoined: if this mobile number has joined before.
    :raises NotAdmitted: if this person may not take part.
    :raises Refused: if it is closed, nothing was chosen, or more than each may have.
    """
    wanted = wishes(quantities, totals)
    person = {"name": name, "mobile": mobile, "department": department, "user": user, "token": token}
    return Counter(moves.lock(group_order)).join(wanted=wanted, at=at, by=by, code=code, **person)


@transaction.atomic
def change(*, participant, quantities, at, totals=None, by=None):
    """Replace a participant's pledges while the collection is open; ``quantities`` and ``totals`` as in ``join``.

    :raises Refused: if it is closed, they withdrew, nothing was chosen, or more than each may have.
    """
    counter = Counter(moves.lock(participant.group_order))
    counter.check_collecting(at)
    participant.refresh_from_db()
    return counter.change(participant=participant, wanted=wishes(quantities, totals), at=at, by=by)


@transaction.atomic
def withdraw(*, participant, at, by=None):
    """Take a participant out while the collection is open; withdrawing twice changes nothing."""
    counter = Counter(moves.lock(participant.group_order))
    participant.refresh_from_db()
    return counter.withdraw(participant=participant, at=at, by=by)


def wishes(quantities, totals=None):
    """Return ``{item_id: Wish}`` of what somebody asks for, without what they do not want.

    :raises Refused: if a number is out of range, fewer packs are wanted at a lower price, or nothing is wanted.
    """
    totals = totals or {}
    found = {item: _wish(quantities.get(item, 0), totals.get(item, {})) for item in {**quantities, **totals}}
    wanted = {item: each for item, each in found.items() if each}
    if not wanted:
        raise Refused("请至少选择一种商品。")
    return wanted


def _wish(quantity, totals):
    if not all(0 <= packs <= MAX_QUANTITY for packs in (quantity, *totals.values())):
        raise Refused(f"数量须是 1 到 {MAX_QUANTITY} 之间的整数。")
    if len(totals) > MAX_STEPS or any(price <= 0 for price in totals):
        raise Refused("降价后的价格不对，请刷新页面后重新填写。")
    try:
        return wish(quantity, totals)
    except ValueError as error:
        raise Refused("价格更低时的数量不能比价格高时少。") from error
