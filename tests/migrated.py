"""A migrated database that every test run starts from: migrations run once a change, not once a worker.

The migrations of Django, Oscar and ours take most of a minute to run, and a copy of what they leave takes none. It
is made anew when a migration or a pinned package changes; Django then finds nothing left to migrate.
"""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
from urllib.parse import urlsplit
from zlib import crc32

import psycopg
from django.conf import settings
from django.db import connection

# What Django calls the database in memory that tests on SQLite use.
MEMORY = "file:memorydb_default?mode=memory&cache=shared"


def prepare():
    """Let the test database begin as a copy of a migrated one; keep what is returned until the tests are over."""
    if connection.vendor == "sqlite":
        return load_into_memory(migrated_file())
    connection.settings_dict["TEST"]["TEMPLATE"] = migrated_on_server()
    return None


def migrated_file():
    """Return the path of a migrated SQLite database, made now if the one at hand is of other migrations."""
    folder = settings.VAR_DIR / "migrated"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{digest()}.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            for old in folder.glob("*.sqlite3*"):
                old.unlink()
            unfinished = path.with_suffix(".sqlite3-unfinished")
            migrate(f"sqlite:///{unfinished}")
            unfinished.rename(path)
    return path


def load_into_memory(path):
    """Return an open connection to the tests' database in memory, which lasts as long as that connection."""
    memory = sqlite3.connect(MEMORY, uri=True)
    stored = sqlite3.connect(path)
    stored.backup(memory)
    stored.close()
    return memory


def migrated_on_server():
    """Return the name of a migrated PostgreSQL database, one for each checkout, with its digest as its comment."""
    address = urlsplit(os.environ["DATABASE_URL"])
    name = f"migrated_{crc32(str(settings.BASE_DIR).encode()):08x}"
    server_address = f"postgresql://{address.netloc}/postgres?{address.query}"
    with psycopg.connect(server_address, autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
        found = server.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
        ).fetchone()
        if not found or found[0] != digest():
            server.execute(f"DROP DATABASE IF EXISTS {name}")
            server.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
            migrate(f"postgres://{address.netloc}/{name}?{address.query}")
            server.execute(f"COMMENT ON DATABASE {name} IS '{digest()}'")
    return name


def migrate(address):
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=settings.BASE_DIR, env={**os.environ, "DATABASE_URL": address}, check=True)


def digest():
    """Return 16 hex digits over all that decides how a migrated database looks."""
    root = settings.BASE_DIR
    found = hashlib.sha256()
    for path in [root / "requirements.lock", *sorted(root.glob("*/**/migrations/*.py"))]:
        found.update(path.read_bytes())
    return found.hexdigest()[:16]
