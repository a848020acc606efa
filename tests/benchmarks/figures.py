"""The figures of a large ledger beside those of a small one, and beside a plain GROUP BY over all entries.

The large one has ``FIGURES_ENTRIES`` entries (a million on SQLite, three million on PostgreSQL unless set); seeding it
takes minutes. Each size has a database of its own.
"""

import json
import os
import subprocess
import sys

from django.db import connection

from shop.demo.scale.orders import LINES
from tests.run import find_postgresql

from . import databases

SMALL, LARGE = 10_000, {"sqlite": 1_000_000, "postgresql": 3_000_000}
# What is wanted: milliseconds, ratios, MiB, times as long as a bare INSERT, entries a second.
OVERVIEW_MS, OVERVIEW_RATIO, ENTRIES_MS, XLSX_MIB, RECORD_TIMES, VERIFY = 50, 1.5, 100, 300, 3, 200_000


def measure():
    """Yield one result for each thing measured on the large ledger, with its ratio to the small one."""
    large_size = int(os.environ.get("FIGURES_ENTRIES", LARGE[connection.vendor]))
    small, large = _measured(SMALL), _measured(large_size)
    size = large["seed"]["entries"]
    yield {"name": "seed a ledger", **large["seed"]}
    page, small_page, plain = large["overview"], small["overview"], large["group by"]
    facts = {"entries": size, **page, "ratio_to_10k": round(page["ms"] / small_page["ms"], 2)}
    facts |= {"group_by_ms": plain["ms"]}
    yield {"name": "overview page", **facts, "wanted_ms": OVERVIEW_MS, "wanted_ratio": OVERVIEW_RATIO}
    yield {"name": "overview page at 10,000", "entries": small["seed"]["entries"], **small_page}
    for place in ("first", "middle", "last"):
        yield {"name": f"entries page, {place}", "entries": size, **large[f"entries, {place}"], "wanted_ms": ENTRIES_MS}
    yield {"name": "workbook", **large["xlsx"], "wanted_mib": XLSX_MIB}
    yield {"name": "record an entry", **large["record 1"], "wanted_times": RECORD_TIMES}
    yield {"name": f"record an order, each of {LINES}", **large[f"record {LINES}"], "wanted_times": RECORD_TIMES}
    yield {"name": "verify_ledger", **large["verify"], "wanted_per_second": VERIFY}


def _measured(entries):
    """Return ``{name: result}`` of ``ledger_size`` in a fresh database like this one."""
    fresh = databases.sqlite() if connection.vendor == "sqlite" else databases.postgresql(find_postgresql())
    with fresh as environment:
        command = [sys.executable, "-m", "tests.benchmarks.measure", "ledger_size"]
        environment = {**os.environ, **environment, "FIGURES_ENTRIES": str(entries)}
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    rows = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return {row["name"]: {k: v for k, v in row.items() if k not in ("name", "benchmark", "database")} for row in rows}
