"""A worker that is killed at a given moment: ``python -m tests.catalogue_import.killed STEP …``.

Nothing is caught or cleaned up: the process sends itself SIGKILL, as a machine does that runs out of memory.
"""

import hashlib
import json
import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
ROWS = 36
CHUNK = 8


def main(step, *arguments):
    django.setup()
    from catalogue_import import apply, undo

    apply.CHUNK = undo.CHUNK = CHUNK
    {"prepare": prepare, "work": work, "finish": finish, "undo": start_undo}[step](*arguments)


def prepare():
    """Bring a supplier with products to the point where a second file was uploaded; nobody has read it yet."""
    from django.core.files.base import ContentFile

    from catalogue_import import imports, template
    from tests import factories

    supplier = factories.SupplierFactory(code="KILL")
    for path in ("水果 > 脐橙", "水果 > 苹果"):
        factories.make_category(path)
    first = Path(os.environ["VAR_DIR"]) / "first.xlsx"
    template.write(first, [row(number) for number in range(12)], pictures(range(0, 12, 4), "red"))
    imports.run(path=first, name="first.xlsx", supplier=supplier, by=None, at=NOW)
    rows = [row(number) | {"price": 60 + number, "stock": 7} for number in range(ROWS)]
    rows += [row(1) | {"code": "BAD", "price": "x"}]
    data = template.as_bytes(rows=rows, pictures=pictures(range(0, ROWS, 3), "blue"))
    options = {"name": "second.xlsx", "publish": True, "unpublish_missing": True, "by": None, "at": NOW}
    imports.upload(supplier=supplier, file=ContentFile(data, "x"), **options)


def row(number):
    return {
        "code": f"K-{number:02}", "title": f"橙 {number}", "category": "脐橙", "county": "秭归", "spec": "5kg/箱",
        "unit": "箱", "price": 58, "stock": 100, "tiers": "20:50;50:40", "keywords": "橙",
    }  # fmt: skip


def pictures(numbers, color):
    from .workbooks import jpeg

    shades = {"red": (250, 0, 0), "blue": (0, 0, 250)}
    return {f"K-{n:02}": [jpeg(tuple(max(value - n * 5, 0) for value in shades[color]))] for n in numbers}


def work(moment="", nth="1"):
    """Do what the last import waits for, confirming it in between; die at a moment for the n-th time."""
    from catalogue_import import imports
    from catalogue_import import work as working
    from catalogue_import.models import CatalogueImport

    if moment:
        die_at(moment, int(nth))
    pk = CatalogueImport.objects.latest("pk").pk
    working.go_on(import_pk=pk, at=NOW)
    waiting = CatalogueImport.objects.get(pk=pk)
    if waiting.is_in_review:
        imports.confirm(catalogue_import=waiting, by=None, at=NOW)
        working.go_on(import_pk=pk, at=NOW)


def finish():
    """Go on with what was left lying, do the rest, and tell what came of it."""
    from django.core.management import call_command

    call_command("resume_imports", stdout=sys.stderr)
    work()
    dump()


def start_undo():
    from catalogue_import import imports
    from catalogue_import.models import CatalogueImport

    imports.undo(catalogue_import=CatalogueImport.objects.latest("pk"), by=None, at=NOW)


def die_at(moment, nth):
    """Wrap a function so that the process dies before or after its n-th call."""
    from catalogue_import import apply, held_pictures, moves, planned_rows, undo
    from catalogue_import.private_files import Staged

    places = {
        "a picture is staged": (Staged, "keep", "after"),
        "the plan is kept": (planned_rows, "keep", "after"),
        "a picture is half written": (Path, "replace", "before"),
        "pictures are stored": (apply, "_store_pictures", "after"),
        "rows are written but not noted": (apply, "_note", "before"),
        "rows are noted but not committed": (apply, "_note", "after"),
        "rows are committed": (apply, "_apply_rows", "after"),
        "the end is not committed": (held_pictures, "release", "before"),
        "the last move is made": (moves, "move", "after"),
        "an undoing is not committed": (undo, "_note", "after"),
        "an undoing is committed": (undo, "_undo_rows", "after"),
    }
    owner, name, side = places[moment]
    function, calls = getattr(owner, name), []

    def dying(*args, **kwargs):
        calls.append(1)
        if len(calls) == nth and side == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = function(*args, **kwargs)
        if len(calls) == nth:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, dying)


def dump():
    """Print all that an import may touch: rows by the names people know them by, and files by their content."""
    from django.apps import apps

    labels = ("catalogue", "partner", "produce", "catalogue_import")
    models = [model for label in labels for model in apps.get_app_config(label).get_models() if model._meta.managed]
    # How often the shop's pages turned, in random steps, is no part of what an import leaves behind.
    models = [model for model in models if model._meta.label != "produce.Edition"]
    tables = {model._meta.label: sorted(map(repr, map(_named, model.objects.all()))) for model in models}
    print(json.dumps({"tables": tables, "files": _files()}, ensure_ascii=False))


# What depends on when and how often something was tried, not on what came of it.
PASSING = {"id", "date_created", "date_updated", "beat_at", "stage_at", "worker", "attempts", "created_at"}
PASSING_OF = {"CatalogueImportMove": {"at"}}


def _named(row):
    passing = PASSING | PASSING_OF.get(type(row).__name__, set())
    return {field.name: _name(row, field) for field in row._meta.concrete_fields if field.name not in passing}


def _name(row, field):
    related = field.remote_field.model.__name__ if field.remote_field else ""
    target = getattr(row, field.name) if related in {"Product", "ImportRow", "StockRecord"} else None
    if target is None:
        return str(getattr(row, field.attname))
    return {
        "Product": lambda: target.stockrecords.get().partner_sku,
        "ImportRow": lambda: target.number,
        "StockRecord": lambda: target.partner_sku,
    }[related]()


def _files():
    var = Path(os.environ["VAR_DIR"])
    files = [path for folder in ("media", "private") for path in (var / folder).rglob("*") if path.is_file()]
    names = {str(path.relative_to(var)): path for path in files}
    return sorted(
        (name if "/upload" not in name else "upload", hashlib.sha256(path.read_bytes()).hexdigest())
        for name, path in names.items()
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
