"""Keep small groups out of public figures: what few bought would tell of each of them."""

from dataclasses import dataclass

from shop.produce.money import ZERO

# Of fewer buyers nothing is published, as official statistics hold it (三家以下不公布).
FEWEST = 3


@dataclass(frozen=True)
class Published:
    """A row that everybody may see: its name, amount in CNY and how many buyers stand behind it."""

    name: str
    amount: object
    buyers: int


def publish(rows, *, fewest=FEWEST, rest="其他"):
    """Return the rows of a table as they may be shown in public, those of too few buyers put together.

    Whoever knows the total must not find a hidden row by subtraction: what is put together has ``fewest`` buyers too,
    the smallest other rows are taken in until it does. If all together are too few, nothing is published.

    :param rows: ``Published`` rows that add up to the total; each buyer counts in one row only.
    """
    shown = sorted((row for row in rows if row.buyers >= fewest), key=lambda row: (-row.amount, row.name))
    hidden = [row for row in rows if row.buyers < fewest]
    while hidden and shown and (sum(row.buyers for row in hidden) < fewest or len(hidden) < 2):
        hidden.append(shown.pop())
    if not hidden:
        return shown
    buyers = sum(row.buyers for row in hidden)
    if buyers < fewest:
        return []
    return [*shown, Published(rest, sum((row.amount for row in hidden), ZERO), buyers)]
