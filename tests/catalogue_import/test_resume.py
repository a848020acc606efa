"""A worker killed at any moment: whoever goes on ends where an undisturbed worker would have."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection, connections

from tests.run import find_postgresql

# So that there is a database to copy; the processes work on copies of it only, on SQLite in files.
pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
MOMENTS = [
    ("a picture is staged", 3),
    ("the plan is kept", 1),
    ("a picture is half written", 2),
    ("pictures are stored", 2),
    ("rows are written but not noted", 1),
    ("rows are noted but not committed", 3),
    ("rows are committed", 2),
    ("rows are committed", 5),
    ("the end is not committed", 1),
    ("the last move is made", 4),
]


class Site:
    """A database and files of its own, worked on by processes that may die."""

    def __init__(self, var, database):
        self.var, self.database = var, database
        self.environment = {
            **os.environ,
            "VAR_DIR": str(var),
            "DATABASE_URL": database,
            # Whoever comes next finds a dead worker dead at once.
            "IMPORT_STALE_SECONDS": "0",
            "LOG_LEVEL": "ERROR",
        }

    def start(self, *arguments):
        return subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def run(self, *arguments, code=0):
        process = self.start(*arguments)
        out, errors = process.communicate(timeout=180)
        assert process.returncode == code, errors.decode()[-3000:]
        return out.decode()

    def killed(self, *arguments, code=0):
        return self.run("-m", "tests.catalogue_import.killed", *arguments, code=code)

    def finish(self):
        """Do what is left to do; return what came of it."""
        return json.loads(self.killed("finish").splitlines()[-1])

    def copy(self, var):
        """Return the same site once more, with files and a database of its own."""
        shutil.copytree(self.var, var)
        if self.database.startswith("sqlite"):
            return Site(var, f"sqlite:///{var}/db.sqlite3")
        name = f"killed_{os.getpid()}_{var.name}"
        _administer(f"CREATE DATABASE {name} TEMPLATE {urlsplit(self.database).path[1:]}")
        return Site(var, _named(name))

    def drop(self):
        if not self.database.startswith("sqlite"):
            _administer(f"DROP DATABASE IF EXISTS {urlsplit(self.database).path[1:]} WITH (FORCE)")


def _administer(statement):
    with psycopg.connect(find_postgresql().replace("postgres://", "postgresql://"), autocommit=True) as connection:
        connection.execute(statement)


def _named(name):
    return urlunsplit(urlsplit(find_postgresql())._replace(path=f"/{name}"))


def _empty_database(var):
    """Return the address of a copy of the tests' own database, as migrating takes long."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(var / "db.sqlite3")])
        return f"sqlite:///{var}/db.sqlite3"
    name = f"killed_{os.getpid()}"
    # A database with sessions cannot be copied.
    connections.close_all()
    _administer(f"DROP DATABASE IF EXISTS {name}")
    _administer(f"CREATE DATABASE {name} TEMPLATE {connection.settings_dict['NAME']}")
    return _named(name)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory, django_db_setup, django_db_blocker):
    """A site where a file with changes, new products, pictures and a mistake was uploaded; and how it should end."""
    var = tmp_path_factory.mktemp("prepared")
    with django_db_blocker.unblock():
        site = Site(var, _empty_database(var))
    site.killed("prepare")
    undisturbed = site.copy(var.parent / f"{var.name}u")
    applied = undisturbed.finish()
    undone = undisturbed.copy(var.parent / f"{var.name}n")
    undone.killed("undo")
    yield site, undisturbed, applied, undone.finish()
    for each in (undone, undisturbed, site):
        each.drop()


@pytest.fixture
def copies(tmp_path):
    """Return a function that copies a site; the copies are gone afterwards."""
    made = []

    def copy(site):
        made.append(site.copy(tmp_path / f"s{len(made)}"))
        return made[-1]

    yield copy
    for site in made:
        site.drop()


def same(found, wanted):
    for name, rows in wanted["tables"].items():
        assert found["tables"][name] == rows, name
    assert found["files"] == wanted["files"]


def test_the_undisturbed_run_leaves_no_picture_without_a_product_and_no_product_without_its_picture(prepared):
    _, _, applied, undone = prepared

    pictures = {name for name, _ in applied["files"] if name.startswith("media/") and name.endswith(".jpg")}
    shown = " ".join(applied["tables"]["catalogue.ProductImage"])
    held = " ".join(applied["tables"]["catalogue_import.ImportPicture"])
    assert len(applied["tables"]["catalogue.ProductImage"]) == 14
    assert pictures and all(Path(name).stem in shown + held for name in pictures)
    assert not [name for name, _ in applied["files"] if "imports/pictures" in name or name.endswith(".part")]
    assert len(undone["tables"]["catalogue.Product"]) == 12


@pytest.mark.parametrize("moment, nth", MOMENTS)
def test_a_worker_killed_while_importing_changes_nothing_in_the_end(prepared, copies, moment, nth):
    site, _, applied, _ = prepared
    copy = copies(site)

    copy.killed("work", moment, str(nth), code=-signal.SIGKILL)

    same(copy.finish(), applied)


@pytest.mark.parametrize("moment", ["an undoing is not committed", "an undoing is committed", "the last move is made"])
def test_a_worker_killed_while_undoing_changes_nothing_in_the_end(prepared, copies, moment):
    _, undisturbed, _, undone = prepared
    copy = copies(undisturbed)
    copy.killed("undo")

    copy.killed("work", moment, "1", code=-signal.SIGKILL)

    same(copy.finish(), undone)


def test_a_worker_killed_again_and_again_at_random_still_comes_to_the_same_end(prepared, copies):
    site, _, applied, _ = prepared
    copy = copies(site)
    rng = random.Random(20221130)

    for _ in range(4):
        process = copy.start("-m", "tests.catalogue_import.killed", "work")
        time.sleep(rng.uniform(0.8, 2.5))
        process.kill()
        process.communicate()

    same(copy.finish(), applied)


def test_two_workers_at_once_do_the_work_once(prepared, copies):
    site, _, applied, _ = prepared
    copy = copies(site)
    # As in earnest: a worker that is alive is not taken for dead.
    copy.environment["IMPORT_STALE_SECONDS"] = "60"

    workers = [copy.start("-m", "tests.catalogue_import.killed", "work") for _ in range(2)]
    for worker in workers:
        _, errors = worker.communicate(timeout=180)
        assert worker.returncode == 0 or b"IllegalMove" in errors, errors.decode()[-2000:]

    same(copy.finish(), applied)
