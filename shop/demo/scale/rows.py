"""INSERT … SELECT for a model: columns that are not given take the defaults of their fields."""

from django.db import connection

NUMBERS = "WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {last})"


def insert(model, columns, source, *, order=""):
    """Insert what a SELECT gives.

    :param columns: ``{attname: SQL}``.
    :param source: what stands behind FROM.
    """
    defaults = [field for field in model._meta.concrete_fields if _is_left_out(field, columns)]
    names = [*(model._meta.get_field(name).column for name in columns), *(field.column for field in defaults)]
    values = [*columns.values(), *(["%s"] * len(defaults))]
    order = f" ORDER BY {order}" if order else ""
    query = f"INSERT INTO {model._meta.db_table} ({', '.join(names)}) SELECT {', '.join(values)} FROM {source}{order}"
    run(query, [field.get_db_prep_save(field.get_default(), connection) for field in defaults])


def run(query, values=None):
    with connection.cursor() as cursor:
        cursor.execute(query, values)


def fill_table(name, columns, rows):
    """Make a temporary table of rows.

    :param columns: ``{name: type}``.
    """
    typed = ", ".join(f"{column} {kind}" for column, kind in columns.items())
    run(f"DROP TABLE IF EXISTS {name}")
    run(f"CREATE TEMPORARY TABLE {name} ({typed})")
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {name} VALUES ({', '.join(['%s'] * len(columns))})", rows)
    run(f"CREATE INDEX {name}_place ON {name} (place)")


def is_postgresql():
    return connection.vendor == "postgresql"


def yuan(fen):
    """Return fen as CNY, exactly."""
    return f"CAST(CAST({fen} AS numeric) / 100 AS numeric(14, 2))" if is_postgresql() else f"({fen}) / 100.0"


def number(expression, kind):
    """Return an expression of a decimal type where the database has them."""
    return f"CAST({expression} AS {kind})" if is_postgresql() else f"({expression})"


def noon(day):
    """Return the moment of noon in Shanghai on a day."""
    return f"CAST({day} AS timestamp) + interval '4 hours'" if is_postgresql() else f"{day} || ' 04:00:00'"


def month(day):
    """Return a day's month as the ledger writes it."""
    return f"substr(CAST({day} AS text), 1, 7)"


def _is_left_out(field, columns):
    return not field.primary_key and field.attname not in columns
