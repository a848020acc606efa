"""Several queries that see the same moment, so that figures read one after the other agree."""

from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_moment():
    """Let all queries inside see the database as it is now, without stopping those who write.

    For reading only. Inside a transaction it changes nothing: that one's own rules hold.
    """
    if connection.in_atomic_block or _is_reading():
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with _deferred():
            yield


def _is_reading():
    return connection.vendor == "sqlite" and connection.connection is not None and connection.connection.in_transaction


@contextmanager
def _deferred():
    """Open a read transaction on SQLite; ``atomic`` would take the lock of a writer here."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
