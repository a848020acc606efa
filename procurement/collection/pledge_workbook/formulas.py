"""The formulas of a collection sheet. They only hold numbers and words of ours, and a unit of measure in quotes."""

from openpyxl.utils import get_column_letter

from . import layout

LAST_ROW = layout.FIRST_ROW + layout.MAX_PEOPLE - 1


def packs_of_item(column):
    """Packs of a product, over all people."""
    letter = get_column_letter(column)
    return f"=SUM({letter}{layout.FIRST_ROW}:{letter}{LAST_ROW})"


def price(column, rungs):
    """The price that the packs reach, by a ladder ``[(minimum, price)]``."""
    minimums = ",".join(str(minimum) for minimum, _ in rungs)
    prices = ",".join(f"{each:.2f}" for _, each in rungs)
    return f"=LOOKUP({_packs(column)},{{{minimums}}},{{{prices}}})"


def amount_of_item(column):
    letter = get_column_letter(column)
    return f"={letter}{layout.PACKS_ROW}*{letter}{layout.PRICE_ROW}"


def next_step(column, rungs, minimum, unit):
    """What the next step needs: the minimum first, then each lower price."""
    packs, unit = _packs(column), unit.replace('"', '""')
    words = '""'
    for least, each in reversed(rungs[1:]):
        words = f'IF({packs}<{least},"再加 "&({least}-{packs})&" {unit}降到 {each:.2f}",{words})'
    if minimum > 1:
        words = f'IF({packs}<{minimum},"还差 "&({minimum}-{packs})&" {unit}起订",{words})'
    return f"={words}"


def packs_of_person(row, last_column):
    cells = _cells(row, last_column)
    return f'=IF(COUNT({cells})=0,"",SUM({cells}))'


def amount_of_person(row, last_column):
    prices = _cells(layout.PRICE_ROW, last_column, fixed=True)
    return f'=IF(COUNT({_cells(row, last_column)})=0,"",SUMPRODUCT({_cells(row, last_column)},{prices}))'


def sum_of_row(row, last_column):
    return f"=SUM({_cells(row, last_column)})"


def _packs(column):
    return f"{get_column_letter(column)}${layout.PACKS_ROW}"


def _cells(row, last_column, fixed=False):
    sign = "$" if fixed else ""
    first, last = get_column_letter(layout.FIRST_ITEM), get_column_letter(last_column)
    return f"{sign}{first}{sign}{row}:{sign}{last}{sign}{row}"
