"""The digests of entries, as SQL: what ``LedgerEntry.content_digest`` says in Python, for a whole ledger at once.

PostgreSQL hashes by itself; SQLite calls back for each row of one streaming pass. The text that is hashed is that of
Python's ``json.dumps``; who finds a difference asks Python again, which has the last word.
"""

import hashlib
from itertools import groupby

from django.db import connection

from ..models import LedgerEntry

TABLE = LedgerEntry._meta.db_table
MONEY = ("unit_price", "tax_rate", "amount", "tax_amount")
# Percent signs are doubled: all of this is executed with parameters.
QUANTITY = {
    "postgresql": "rtrim(CAST(quantity AS text), '0')",
    "sqlite": "rtrim(printf('%%.3f', quantity), '0')",
}
SHA256 = {
    "postgresql": "encode(sha256(convert_to({}, 'UTF8')), 'hex')",
    "sqlite": "ledger_sha256({})",
}


def differing(where="", values=()):
    """Return the primary keys of the entries whose digest is not that of their content, in order."""
    with connection.cursor() as cursor:
        prepare()
        condition = f"({where}) AND " if where else ""
        # Comparing is part of the query, so that only differences are handed over.
        query = f"SELECT id FROM {TABLE} WHERE {condition}digest <> {expression()} ORDER BY id"
        cursor.execute(query, list(values))
        suspects = [pk for (pk,) in cursor]
    return [entry.pk for entry in LedgerEntry.objects.filter(pk__in=suspects).order_by("pk") if not entry.is_intact]


def expression():
    """Return the SQL of the digest that an entry's content has."""
    names = sorted([*LedgerEntry.CONTENT, *LedgerEntry.LATER_CONTENT])
    parts = [_part(name, is_first=name == names[0]) for name in names]
    return SHA256[connection.vendor].format(" || ".join([*parts, "'}'"]))


def of_months(periods):
    """Return ``{period: (entries, digest over the digests of all entries of the month, in order)}``.

    Months without entries are left out. PostgreSQL needs one query, SQLite one streaming pass.
    """
    wanted, marks = list(periods), ", ".join(["%s"] * len(periods))
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            whole = SHA256["postgresql"].format("string_agg(digest, '' ORDER BY id)")
            query = f"SELECT period, COUNT(*), {whole} FROM {TABLE} WHERE period IN ({marks}) GROUP BY period"
            cursor.execute(query, wanted)
            return {period: (entries, digest) for period, entries, digest in cursor}
        query = f"SELECT period, digest FROM {TABLE} WHERE period IN ({marks}) ORDER BY period, id"
        cursor.execute(query, wanted)
        return {period: _of_rows(rows) for period, rows in groupby(cursor, key=lambda row: row[0])}


def of_nothing():
    """Return ``(0, digest)``: what ``of_months`` would say of a month without entries."""
    return 0, hashlib.sha256().hexdigest()


def _of_rows(rows):
    entries, digest = 0, hashlib.sha256()
    for _, one in rows:
        entries += 1
        digest.update(one.encode())
    return entries, digest.hexdigest()


def prepare():
    """Make the connection ready for ``expression``."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        connection.connection.create_function("ledger_sha256", 1, _sha256, deterministic=True)


def _sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def _part(name, *, is_first):
    start = "{" if is_first else ", "
    written = f"""'{start}"{name}": ' || {_value(name)}"""
    if name in LedgerEntry.LATER_CONTENT:
        there = f"{name} <> ''" if name == "corrects_period" else f"{name} IS NOT NULL"
        return f"CASE WHEN {there} THEN {written} ELSE '' END"
    return written


def _value(name):
    """Return the SQL of a value as JSON."""
    if name == "quantity":
        whole = "CAST(CAST(quantity AS bigint) AS text)"
        return f"CASE WHEN quantity = CAST(quantity AS bigint) THEN {whole} ELSE {_quoted(QUANTITY)} END"
    if name == "net_weight_g":
        return f"CASE WHEN {name} IS NULL THEN 'null' ELSE {_money(name)} END"
    if name in MONEY:
        return _money(name)
    if name == "is_demo":
        return "CASE WHEN is_demo THEN 'true' ELSE 'false' END"
    if name == "occurred_on":
        return _quoted({"postgresql": "to_char(occurred_on, 'YYYY-MM-DD')", "sqlite": "occurred_on"})
    if name.endswith("_id"):
        return f"COALESCE(CAST({name} AS text), 'null')"
    return {"postgresql": f"CAST(to_json({name}) AS text)", "sqlite": f"json_quote({name})"}[connection.vendor]


def _money(name):
    return _quoted({"postgresql": f"CAST({name} AS text)", "sqlite": f"printf('%%.2f', {name})"})


def _quoted(by_vendor):
    return f"'\"' || {by_vendor[connection.vendor]} || '\"'"
