"""Each closed month beside its entries as they are now: neither they nor what was stored of them may have changed."""

from ...models import Closing, LedgerEntry
from .. import digests
from ..book import following
from ..closings import content


def differences():
    rows = list(Closing.objects.select_related("previous").order_by("period"))
    if not rows:
        return
    known = digests.of_months([closing.period for closing in rows])
    totals = {
        is_demo: content.totals([closing.period for closing in rows], is_demo=is_demo)
        for is_demo in {closing.is_demo for closing in rows}
    }
    before = None
    for closing in rows:
        found = [*_of_itself(closing, before), *_of_entries(closing, known, totals[closing.is_demo])]
        yield from (f"封账 {closing.period}：{difference}" for difference in found)
        before = closing
    yield from _before_the_first(rows[0].period)


def _of_itself(closing, before):
    if closing.previous != before or (before and closing.period != following(before.period)):
        yield "没有接着上一个月的封账。"
    if not closing.is_intact:
        yield "封账内容与封账摘要不符，封账之后被改动过。"


def _of_entries(closing, known, totals):
    entries, digest = known.get(closing.period, digests.of_nothing())
    if entries != closing.entries:
        yield f"台账封账时 {closing.entries} 条，现在 {entries} 条。"
    elif digest != closing.entries_digest:
        yield "台账摘要与封账时不同。"
    stored = {row["stage"]: row for row in closing.content.get("stages", [])}
    for now in totals[closing.period]:
        then = stored.get(now["stage"], {"amount": "0.00"})
        if then["amount"] != now["amount"]:
            yield f"{now['label']}金额封账时为 {then['amount']} 元，现在为 {now['amount']} 元。"
        elif then != now:
            yield f"{now['label']}的条数、税额或净重与封账时不同。"


def _before_the_first(period):
    number = LedgerEntry.objects.filter(period__lt=period).count()
    if number:
        yield f"封账 {period}：有 {number} 条台账在封账之前的月份，没有封账。"
