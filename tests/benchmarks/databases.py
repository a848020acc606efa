"""Scratch databases to measure on: SQLite in a temporary folder, and PostgreSQL if a server answers."""

import os
import tempfile
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.run import find_postgresql


def all_there():
    """Return the databases that can be measured here, as context managers that yield environment variables."""
    server = find_postgresql()
    return [sqlite(), *([postgresql(server)] if server else [])]


@contextmanager
def sqlite():
    with tempfile.TemporaryDirectory() as folder:
        yield {"DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3", "VAR_DIR": folder}


@contextmanager
def postgresql(server):
    name = f"bench_{os.getpid()}"
    with tempfile.TemporaryDirectory() as folder, psycopg.connect(_dsn(server), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            parts = urlsplit(server)
            yield {"DATABASE_URL": urlunsplit(parts._replace(path=f"/{name}")), "VAR_DIR": folder}
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _dsn(server):
    return server.replace("postgres://", "postgresql://", 1)
