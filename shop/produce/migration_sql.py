"""Statements that a migration runs as they are, written once per database."""


def per_vendor(sqlite, postgresql):
    """Return a function for ``RunPython`` that executes the statements of the database at hand."""

    def run(apps, schema_editor):
        for statement in {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return run
