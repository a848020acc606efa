"""What the closing of a month says, as plain values: what is printed for ever, and sealed."""

from django.conf import settings
from django.db import connection
from django.db.models import Count, Q, Sum
from django.utils import timezone

from shop.produce.money import ZERO, to_fen

from ...models import CHANNEL_LABELS, LedgerEntry, Stage
from .. import rollups
from ..rollups import writing
from ..statistics.selection import visible

VERSION = 1
TABLES = {
    "regions": (("region_code",), "region_code", "region_name"),
    "channels": (("channel",), "channel", None),
    "units": (("unit", "unit_path"), "unit_code", "unit_name"),
    "suppliers": (("supplier_code",), "supplier_code", "supplier_name"),
}


class SumsDiffer(Exception):
    """The rollups of the month do not say what its entries say."""


def write(*, period, is_demo, checks, signer, note, by, at):
    """Return the content of a closing.

    Totals are summed from the entries, the tables from the rollups; both must agree.

    :param is_demo: whether demo entries count, as on a demo site.
    :param checks: what was outstanding, as ``checklist.check`` found it.
    :raises SumsDiffer: if they do not.
    """
    condition = Q(period=period) & visible(is_demo)
    content = {
        "version": VERSION,
        "county": settings.COUNTY_NAME,
        "signer": signer,
        "note": note,
        # Names as they are now: what is printed in years must not follow those who marry or leave.
        "closed_by": str(by),
        "closed_at": timezone.localtime(at).isoformat(timespec="seconds"),
        "stages": totals([period], is_demo=is_demo)[period],
        "adjustments": _adjustments(condition),
        "outstanding": [_outstanding(one) for one in checks if one.count],
        **{name: _table(condition, *facts) for name, facts in TABLES.items()},
    }
    for name in TABLES:
        _compare(content["stages"], content[name])
    return content


def totals(periods, *, is_demo):
    """Return ``{period: [{"stage", "entries", "amount", …}]}`` of months, summed from their entries in one query."""
    marks = ", ".join(["%s"] * len(periods))
    only = "" if is_demo else "AND NOT is_demo"
    query = f"""SELECT period, stage, {writing.summed()} FROM {writing.ENTRIES}
                WHERE period IN ({marks}) {only} GROUP BY period, stage"""
    with connection.cursor() as cursor:
        cursor.execute(query, list(periods))
        found = {(period, stage): sums for period, stage, *sums, _ in cursor.fetchall()}
    return {period: [_total(stage, *found.get((period, stage), (0, 0, 0, 0))) for stage in Stage] for period in periods}


def _total(stage, entries, amount, tax, weight):
    sums = {name: _yuan(value) for name, value in (("amount", amount), ("tax_amount", tax), ("net_weight_g", weight))}
    return {"stage": stage.value, "label": stage.label, "entries": entries, **sums}


def _table(condition, keys, code, name):
    """Return rows of ``{"code", "name", stage: amount}``; units that moved within the month are one row a path."""
    names = tuple(one for one in dict.fromkeys((code, name)) if one and one not in keys)
    sums = rollups.sums(condition, by=(*keys, "stage"))
    found = {}
    for row in sorted(rollups.labelled(sums, names), key=lambda row: row["newest"]):
        one = found.setdefault(tuple(row[key] for key in keys), {stage.value: ZERO for stage in Stage})
        label = row[name] if name else CHANNEL_LABELS.get(row[code], row[code])
        one |= {"code": row[code], "name": label, row["stage"]: row["amount"]}
        if "unit_path" in row:
            one["path"] = row["unit_path"]
    return [
        {key: str(value) if key in Stage.values else value for key, value in row.items()}
        for _, row in sorted(found.items(), key=lambda item: (item[1]["code"] == "", item[1]["code"], str(item[0])))
    ]


def _adjustments(condition):
    rows = LedgerEntry.objects.filter(condition, corrects_period__gt="").order_by("corrects_period", "stage")
    rows = rows.values_list("corrects_period", "stage").annotate(Count("pk"), Sum("amount"))
    return [
        {"month": month, "stage": stage, "label": Stage(stage).label, "entries": entries, "amount": str(to_fen(amount))}
        for month, stage, entries, amount in rows
    ]


def _outstanding(one):
    return {
        "key": one.key,
        "label": one.name,
        "count": one.count,
        "amount": None if one.amount is None else str(one.amount),
    }


def _compare(stages, rows):
    for total in stages:
        if sum(int(row[total["stage"]].replace(".", "")) for row in rows) != int(total["amount"].replace(".", "")):
            raise SumsDiffer(total["label"])


def _yuan(fen):
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"
