"""Which parts of a workbook change when its mistakes are marked."""

from ..workbook import package as packages
from ..workbook.cells import Cells
from . import comments, parts, sheets
from .styles import Styles


def changes(package, found, limits):
    """Return ``{part name: bytes or file, or None for a part to leave out}``.

    :param found: ``{sheet: findings.SheetFindings}``.
    """
    edited = parts.Parts(package)
    styles = Styles(edited)
    source = Cells(package, limits)
    drops_formula = False
    for sheet in packages.sheets(package):
        if found.get(sheet.name) and not sheet.is_hidden:
            marked = sheets.Marked(edited, sheet, found[sheet.name], styles, source, limits["columns"])
            comments.add(edited, marked)
            marked.write()
            drops_formula = drops_formula or marked.drops_formula
    styles.write()
    if drops_formula:
        # Programs rebuild it; one that names a cell without a formula makes Excel call the file damaged.
        edited.drop_calculation_chain()
    return edited.changes()
