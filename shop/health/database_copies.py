"""A copy of the database while it is in use: SQLite by its online backup, PostgreSQL by ``pg_dump``; and back."""

import os
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

from django.db import connection

LONGEST_SECONDS = 600
SQLITE, POSTGRESQL = "database.sqlite3", "database.dump"


class Failed(Exception):
    """One of PostgreSQL's programs ended with an error, which is the message."""


def kind():
    """Return ``sqlite`` or ``postgresql``."""
    return connection.vendor


def copy(folder):
    """Write a consistent copy into a folder and return what kind it is."""
    if kind() == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(folder / SQLITE)) as target:
            connection.connection.backup(target, pages=2000, progress=_hurry(), sleep=0.01)
    else:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={folder / POSTGRESQL}")
    return kind()


def is_empty():
    """Tell whether the database has no tables yet."""
    return not connection.introspection.table_names()


def bring_back(folder):
    """Put a copy in place of the database of the settings."""
    connection.close()
    if kind() == "sqlite":
        _bring_back_file(folder / SQLITE)
    else:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        connection.close()
        database = f"--dbname={connection.settings_dict['NAME']}"
        options = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
        _run("pg_restore", *options, database, str(folder / POSTGRESQL))


def _hurry():
    """Return a callback that gives up a copy which others keep from ending."""
    until = time.monotonic() + LONGEST_SECONDS

    def check(status, remaining, total):
        if time.monotonic() > until:
            raise Failed("数据库一直被占用，没有复制完。")

    return check


def _bring_back_file(path):
    target = Path(connection.settings_dict["NAME"])
    target.parent.mkdir(parents=True, exist_ok=True)
    for name in (target, f"{target}-wal", f"{target}-shm"):
        Path(name).unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as restored:
        source.backup(restored)


def _run(*command):
    facts = connection.settings_dict
    names = {"PGDATABASE": "NAME", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGHOST": "HOST", "PGPORT": "PORT"}
    # In the environment, as arguments are shown to everybody on the machine.
    environment = {**os.environ, **{name: str(facts[key]) for name, key in names.items() if facts[key]}}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 (pg_dump, no shell)
    if done.returncode:
        raise Failed(done.stderr.strip() or f"{command[0]}: {done.returncode}")
