"""What is to be marked in a file: by sheet and row, the bad cells, the corrected ones, and a sentence about the row."""

from dataclasses import dataclass, field

from django.db.models import Q

from ..display import header
from ..plan import Outcome
from ..workbook.addresses import letters

SHOWN = 60


@dataclass
class RowFindings:
    """``bad`` is ``{column number: sentence}``, ``corrected`` ``{column number: (key, text)}``."""

    number: int
    bad: dict = field(default_factory=dict)
    corrected: dict = field(default_factory=dict)
    notes: list = field(default_factory=list)

    @property
    def note(self):
        return "\n".join(self.notes)


@dataclass
class SheetFindings:
    """``rows`` is ``{row number: RowFindings}``; ``header_row`` is 0 when the sheet has no header."""

    header_row: int
    columns: dict
    rows: dict = field(default_factory=dict)


def of(catalogue_import):
    """Return ``{sheet: SheetFindings}`` of an import, from its rows with mistakes or corrections."""
    found = {
        sheet: SheetFindings(table["header_row"], table["columns"]) for sheet, table in catalogue_import.tables.items()
    }
    rows = catalogue_import.rows.filter(Q(outcome=Outcome.REJECTED) | Q(corrections__isnull=False)).distinct()
    for row in rows.order_by("pk").prefetch_related("corrections"):
        if row.sheet in found:
            sheet = found[row.sheet]
            sheet.rows[row.number] = _row(row, sheet.columns)
    return found


def _row(row, columns):
    found = RowFindings(row.number)
    for mistake in row.shown_mistakes:
        column = columns.get(mistake.key) or columns.get("code")
        found.notes.append(f"{mistake.cell} {mistake.column}：{mistake.message}".strip())
        if column:
            found.bad[column] = "\n".join(filter(None, [found.bad.get(column), mistake.message]))
    for key, correction in {correction.key: correction for correction in row.corrections.all()}.items():
        if key in columns and key != "pictures":
            found.corrected[columns[key]] = (key, correction.new_text)
            place = f"{letters(columns[key])}{row.number}"
            found.notes.append(f"{place} {header(key)}：已改，原来是“{correction.old_text[:SHOWN]}”。")
    return found
