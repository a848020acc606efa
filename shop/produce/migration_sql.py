"""Statements that a migration runs as they are, written once per database."""


def per_vendor(sqlite, postgresql):
    """Return a function for ``RunPython`` that executes the statements of the database at hand."""

    def run(apps, schema_editor):
        for statement in {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return run


def refusing_changes(table, name, words):
    """Return SQLite statements that put triggers against UPDATE and DELETE on a table, in place of any there.

    Altering a table on SQLite makes it anew and loses its triggers, so a migration that does runs these last.
    """
    statements = []
    for verb in ("UPDATE", "DELETE"):
        trigger = f"{name}_no_{verb.lower()}"
        statements.append(f"DROP TRIGGER IF EXISTS {trigger}")
        statements.append(
            f"CREATE TRIGGER {trigger} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
    return statements
