"""What suppliers said about the columns of their files: remembered by the header, used without asking again."""

from django.db import transaction

from . import mapping, moves, tasks
from .models import CatalogueImport, ColumnMapping

Status = CatalogueImport.Status


def layouts(supplier):
    """Return ``{signature: mapping.Layout}`` of a supplier."""
    rows = supplier.column_mappings.all()
    return {row.signature: mapping.Layout(row.pk, row.header_row, row.columns, row.constants) for row in rows}


@transaction.atomic
def explain(*, catalogue_import, sheet, header_row, columns, constants, by, at):
    """Remember which column is which in an import's sheet, and have its file read again.

    :param sheet: one of the import's ``preview``; ``header_row`` is 0 when it has no header.
    :param columns: ``{key: column number}``; ``constants``: ``{key: text}``.
    :raises moves.IllegalMove: unless the import waits for its columns.
    """
    titles = titles_of(sheet, header_row)
    row = remember(
        supplier=catalogue_import.supplier,
        signature=signature_of(sheet, header_row),
        facts={"sheet": sheet["sheet"][:100], "header_row": header_row, "headers": titles}
        | {"columns": columns, "constants": constants, "by": by, "at": at},
    )
    moves.move(catalogue_import=catalogue_import, to=Status.UPLOADED, by=by, at=at, mapping=row)
    transaction.on_commit(lambda: tasks.start(catalogue_import.pk))
    return row


def remember(*, supplier, signature, facts):
    """Keep a mapping in place of an earlier one of the same header."""
    row, _ = ColumnMapping.objects.update_or_create(supplier=supplier, signature=signature, defaults=facts)
    return row


def ask_again(*, catalogue_import, by, at):
    """Let the supplier map the columns of an import in review anew.

    :raises moves.IllegalMove: unless it is in review.
    """
    moves.move(catalogue_import=catalogue_import, to=Status.MAPPING, by=by, at=at)


def titles_of(sheet, header_row):
    """Return the header texts of a previewed sheet, ``[[column, text], …]``."""
    return next((cells for number, cells in sheet["rows"] if number == header_row), [])


def signature_of(sheet, header_row):
    """Return the signature that a previewed sheet has with a header row."""
    if not header_row:
        return mapping.signature_without_header(sheet["sheet"], sheet["width"])
    return mapping.signature(titles_of(sheet, header_row))
