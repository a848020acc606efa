"""A supplier's workbook from its first byte to products on sale, against Oscar's importer and plain openpyxl.

Oscar's ``CatalogueImporter`` does less: it reads CSV, knows 9 of the 27 columns, and neither checks nor compares.
openpyxl only hands out the cells, nothing of what they mean. Our search index follows in the background; Oscar is
measured without one, and with the one it writes inside every save, which is what rates are compared with.
"""

import csv
import json
import logging
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from oscar.apps.partner.importers import CatalogueImporter

from catalogue_import import imports
from tests import factories
from tests.catalogue_import import large_files

from . import oscar_search, timing

ROWS, PICTURES, MANY_ROWS, OSCAR_ROWS = 10_000, 1_000, 50_000, 500
ROUNDS = 3
# What is wanted: so many times as fast as Oscar, so many times as long as openpyxl takes to hand out the cells.
TIMES_OSCAR, TIMES_FLOOR, TIMES_FLOOR_AGAIN, PEAK_MIB = 20, 2, 1.5, 300


def measure():
    """Yield the results of one import after the other."""
    for kind in large_files.KINDS:
        factories.make_category(f"水果 > {kind}")
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        oscar = _oscar(folder, "O")
        yield {"name": "Oscar's importer", "rows": OSCAR_ROWS, "rows_per_second": round(oscar, 1)}
        with oscar_search.attached(folder / "oscar_index"):
            oscar = _oscar(folder, "I")
        yield {"name": "Oscar's importer, index attached", "rows": OSCAR_ROWS, "rows_per_second": round(oscar, 1)}
        yield from _ten_thousand(folder, oscar)
        yield _queries(folder)
        yield from _pictures(folder, oscar)
        yield from _fifty_thousand(folder, oscar)


def _ten_thousand(folder, oscar):
    supplier, path, rows = factories.SupplierFactory(), folder / "rows.xlsx", large_files.rows(ROWS)
    large_files.write(path, rows)
    yield _beside_openpyxl(f"validate {ROWS} rows", ROWS, path, supplier, TIMES_FLOOR)
    seconds, done = _timed(_import, path, supplier)
    yield _beside_oscar(f"apply {ROWS} new rows", done.created, seconds, oscar)
    yield _beside_openpyxl(f"{ROWS} unchanged rows", ROWS, path, supplier, TIMES_FLOOR_AGAIN, dry_run=False)
    large_files.write(path, [row | {"price": row["price"] + 1, "stock": row["stock"] + 1} for row in rows])
    seconds, done = _timed(_import, path, supplier)
    yield _beside_oscar(f"apply {ROWS} changed rows", done.updated, seconds, oscar)


def _queries(folder):
    """Count queries for one and for two thousand rows; what the second thousand adds is what a thousand costs."""
    counts = []
    for count in (1_000, 2_000):
        supplier, path = factories.SupplierFactory(), folder / f"{count}.xlsx"
        large_files.write(path, large_files.rows(count))
        with CaptureQueriesContext(connection) as queries:
            _import(path, supplier)
        counts.append(len(queries))
    return {"name": "queries", "first_1000_rows": counts[0], "next_1000_rows": counts[1] - counts[0]}


def _pictures(folder, oscar):
    """Import rows with a picture each; openpyxl's pass and Oscar's importer see none of them."""
    path = folder / "pictures.xlsx"
    large_files.write(path, large_files.rows(PICTURES), large_files.photographs(PICTURES))
    supplier = factories.SupplierFactory()
    seconds, done = _timed(_import, path, supplier)
    yield _beside_oscar(f"apply {PICTURES} rows with pictures", done.images, seconds, oscar)
    yield _beside_openpyxl(f"{PICTURES} unchanged with pictures", PICTURES, path, supplier, None, dry_run=False)


def _fifty_thousand(folder, oscar):
    """Check and import in processes of their own, so that the memory is theirs alone."""
    path, supplier = folder / "many.xlsx", factories.SupplierFactory()
    large_files.write(path, large_files.rows(MANY_ROWS))
    floor = _timed(_open_with_openpyxl, path)[0]
    done = _command(path, supplier, "--dry-run")
    yield _beside(f"validate {MANY_ROWS} rows", MANY_ROWS, done["seconds"], floor, TIMES_FLOOR) | _peak(done)
    done = _command(path, supplier, "--publish")
    yield _beside_oscar(f"apply {MANY_ROWS} new rows", done["created"], done["seconds"], oscar) | _peak(done)
    done = _command(path, supplier, "--publish")
    yield _beside(f"{MANY_ROWS} unchanged rows", done["unchanged"], done["seconds"], floor, TIMES_FLOOR_AGAIN) | _peak(
        done
    )


def _command(path, supplier, *options):
    command = [
        sys.executable,
        "manage.py",
        "import_catalogue",
        str(path),
        "--supplier",
        supplier.code,
        "--json",
        *options,
    ]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)


def _import(path, supplier, **options):
    return imports.run(path=path, name=path.name, supplier=supplier, by=None, at=timezone.now(), **options)


def _open_with_openpyxl(path):
    workbook = load_workbook(path, read_only=True)
    for sheet in workbook:
        for _ in sheet.iter_rows(values_only=True):
            pass


def _oscar(folder, prefix):
    """Return Oscar's rows a second; its codes get a prefix, so that they are new."""
    path, rows = folder / "oscar.csv", large_files.rows(OSCAR_ROWS)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, escapechar="\\")
        for row in rows:
            product = ["农副产品", row["category"], f"{prefix}-{row['code']}", row["title"], row["description"]]
            writer.writerow([*product, "Oscar", f"{prefix}-{row['code']}", row["price"], row["stock"]])
    importer = CatalogueImporter(logging.getLogger("oscar"))
    return len(rows) / _timed(importer.handle, str(path))[0]


def _timed(act, *arguments, **options):
    started = perf_counter()
    done = act(*arguments, **options)
    return perf_counter() - started, done


def _beside_openpyxl(name, rows, path, supplier, wanted, **options):
    """Import and hand out cells in turns, so that a busy machine slows both alike."""
    options = {"dry_run": True} | options
    ours, floor = timing.in_turns(
        lambda _: _import(path, supplier, **options), lambda _: _open_with_openpyxl(path), ROUNDS
    )
    return _beside(name, rows, ours, floor, wanted)


def _beside(name, rows, seconds, floor, wanted):
    facts = {"openpyxl_seconds": round(floor, 2), "times_openpyxl": round(seconds / floor, 2)}
    return _result(name, rows, seconds) | facts | ({"wanted_at_most": wanted} if wanted else {})


def _beside_oscar(name, rows, seconds, oscar):
    return _result(name, rows, seconds) | {
        "times_oscar": round(rows / seconds / oscar, 1),
        "wanted_at_least": TIMES_OSCAR,
    }


def _peak(done):
    return {"peak_mib": done["peak_mib"], "wanted_below_mib": PEAK_MIB}


def _result(name, rows, seconds):
    return {"name": name, "rows": rows, "seconds": round(seconds, 2), "rows_per_second": round(rows / seconds, 1)}
