"""Close a month: the one act, and what forbids it."""

from django.conf import settings
from django.db import transaction

from ...models import Closing
from .. import book, digests
from . import checklist, content
from .months import label, next_month, present_month


class Refused(Exception):
    """The month cannot be closed now; the message tells the person why. ``is_repeated`` when it is closed already."""

    def __init__(self, sentence, *, is_repeated=False):
        self.is_repeated = is_repeated
        super().__init__(sentence)


@transaction.atomic
def close(*, period, by, at, signer, note="", is_acknowledged=False):
    """Freeze a month with its totals and digest.

    Nobody writes into the ledger meanwhile; whoever waits to, writes into the next month.

    :param period: e.g. ``2026-03``; the first month that is not closed.
    :param signer: the name of the person who answers for it.
    :param is_acknowledged: whether what is outstanding but does not forbid closing was looked at.
    :raises Refused: if it is not its turn, not over, or something forbids it.
    """
    book.open_for_closing()
    require_turn(period, at)
    checks = checklist.check(period, at)
    _require_clear(checks, is_acknowledged)
    is_demo = settings.DEMO
    facts = {"signer": signer.strip(), "note": note.strip(), "checks": checks, "by": by, "at": at}
    try:
        written = content.write(period=period, is_demo=is_demo, **facts)
    except content.SumsDiffer as difference:
        raise Refused(f"{difference}的汇总与台账不符，请管理员先运行 verify_ledger 查清。") from None
    entries, entries_digest = digests.of_months([period]).get(period, digests.of_nothing())
    closing = Closing(
        period=period,
        closed_by=by,
        closed_at=at,
        previous=Closing.objects.first(),
        entries=entries,
        content=written,
        entries_digest=entries_digest,
        is_demo=is_demo,
    )
    closing.digest = closing.content_digest()
    closing.save(force_insert=True)
    return closing


def require_turn(period, at):
    """Refuse a month that is closed, that comes after an open one, or that is not over.

    :raises Refused: with the reason.
    """
    if Closing.objects.filter(period=period).exists():
        raise Refused(f"{label(period)}已经封账，没有重复办理。", is_repeated=True)
    upcoming = next_month()
    if upcoming is None:
        raise Refused("台账里还没有记录，不用封账。")
    if period < upcoming:
        raise Refused(f"{label(period)}没有台账，封账从{label(upcoming)}开始。")
    if period > upcoming:
        raise Refused(f"{label(upcoming)}还没有封账，请按月份先后办理。")
    if period >= present_month(at):
        raise Refused(f"{label(period)}还没有过完，下月 1 日起可以封账。")


def _require_clear(checks, is_acknowledged):
    forbidding = [one for one in checks if one.forbids]
    if forbidding:
        what = "，".join(f"{one.name} {one.count} 笔" for one in forbidding)
        raise Refused(f"还不能封账：{what}。")
    if not is_acknowledged and any(not one.is_clear for one in checks):
        raise Refused("还有未了结的事项，请看过之后勾选确认再封账。")
