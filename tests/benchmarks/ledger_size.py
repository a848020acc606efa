"""What the figures cost on a ledger of ``FIGURES_ENTRIES`` entries; run by ``figures`` in a database of its own."""

import gc
import os
import resource
from copy import copy
from datetime import date
from statistics import median
from tempfile import TemporaryFile
from time import perf_counter, process_time

from django.db import connections
from django.db.models import Count, Sum
from django.db.transaction import atomic
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from procurement.figures import entry_pages, ledger, verification
from procurement.figures.reports import workbook
from procurement.figures.statistics.selection import whole
from procurement.models import LedgerEntry, Plan, PurchaseOrder, Stage
from shop.demo import scale
from shop.demo.scale.orders import LINES
from tests import factories

from .timing import in_turns

UNTIL, ROUNDS = date(2026, 10, 31), 9
XLSX_ENTRIES, MIB = 100_000, 1024


def measure():
    """Yield ``{"name", …}`` of each thing measured, seconds as milliseconds.

    ``ms`` is what a clock shows, ``cpu_ms`` the processor time of the server's process: what a page costs on a machine
    that has other things to do. On PostgreSQL the database works in processes of its own, which only the clock sees.
    """
    # What is seeded is marked as demo. As a decorator it would be over before the first result is asked for.
    with override_settings(DEMO=True, ALLOWED_HOSTS=["testserver"]):
        yield from _all()


def _all():
    started = perf_counter()
    entries = scale.fill(products=2000, units=300, entries=int(os.environ["FIGURES_ENTRIES"]), until=UNTIL)
    yield {"name": "seed", "entries": entries, "seconds": round(perf_counter() - started)}
    plan = Plan.objects.get(year=UNTIL.year)
    selection = whole(plan)
    # As the server does with what it has loaded.
    gc.collect()
    gc.freeze()
    client = Client()
    client.force_login(factories.make_office_person())
    yield {"name": "overview", **_page(client, "statistics", selection.parameters)}
    yield {"name": "group by", **_timed(lambda: _group_by(selection))}
    for name, asked in _places(selection).items():
        yield {"name": f"entries, {name}", **_page(client, "ledger", {**selection.parameters, **asked})}
    yield {"name": "xlsx", **_workbook(selection)}
    yield {"name": "verify", **_verify(entries)}
    for number in (1, LINES):
        yield {"name": f"record {number}", **_record(number)}


def _page(client, name, query):
    def get():
        assert client.get(reverse(f"office:{name}"), query).status_code == 200

    return _timed(get)


def _timed(act):
    """Return the median milliseconds of a few calls, the first of which only warms up."""
    spent, worked = [], []
    for _ in range(ROUNDS + 1):
        started, idle = perf_counter(), process_time()
        act()
        spent.append(perf_counter() - started)
        worked.append(process_time() - idle)
    return {"ms": _ms(spent[1:]), "cpu_ms": _ms(worked[1:])}


def _ms(seconds):
    return round(median(seconds) * 1000, 1)


def _group_by(selection):
    rows = selection.entries().order_by().values("region_code", "period")
    return list(rows.annotate(Sum("amount"), Count("pk")))


def _places(selection):
    """Return the parameters of the first page, one in the middle and the last."""
    rows = selection.entries().order_by(*entry_pages.NEWEST_FIRST)
    middle = rows[rows.count() // 2]
    return {"first": {}, "middle": {"after": entry_pages.place(middle)}, "last": {"last": "1"}}


def _workbook(selection):
    """Write a workbook in a child of this process, whose memory is then its own."""
    months, chosen = selection.plan.months, selection
    for month in months:
        chosen = selection.narrowed(last_month=month)
        if chosen.entries().count() >= XLSX_ENTRIES:
            break
    entries = chosen.entries().count()
    reading, writing = os.pipe()
    connections.close_all()
    if not os.fork():
        started = perf_counter()
        with TemporaryFile() as file:
            workbook.save(file, chosen, at=timezone.now())
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // MIB
        os.write(writing, f"{peak} {perf_counter() - started:.1f}".encode())
        os._exit(0)
    os.wait()
    peak, seconds = os.read(reading, 99).decode().split()
    return {"entries": entries, "peak_mib": int(peak), "seconds": float(seconds)}


def _record(number):
    """Record so many lines of an order in one transaction, as an event does, beside one that only INSERTs them."""
    orders = list(PurchaseOrder.objects.filter(status="PLACED", paid_at=None).order_by("-pk")[: 2 * ROUNDS])
    lines = [list(order.order.lines.order_by("pk").values_list("pk", flat=True)[:number]) for order in orders]
    entries = [list(LedgerEntry.objects.filter(line__in=few, reversal_of=None)) for few in lines]

    @atomic
    def recorded(turn):
        packs = dict.fromkeys(lines[turn], 1)
        ledger.add(purchase_order=orders[turn], stage=Stage.ORDERED, quantities=packs, at=timezone.now())

    @atomic
    def bare(turn):
        for entry in map(copy, entries[turn]):
            entry.pk, entry._state.adding = None, True
            entry.save(force_insert=True)

    ours, theirs = in_turns(recorded, bare, len(orders))
    each = 1000 / number
    return {"ms": round(ours * each, 2), "bare_ms": round(theirs * each, 2), "times_bare": round(ours / theirs, 2)}


def _verify(entries):
    started = perf_counter()
    differences = sum(1 for _ in verification.differences())
    seconds = perf_counter() - started
    return {"seconds": round(seconds, 1), "entries_per_second": round(entries / seconds), "differences": differences}
