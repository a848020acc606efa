"""The cells of a row that can be put right on the page: those with mistakes, and those that were put right."""

from dataclasses import dataclass

from .columns import BY_KEY
from .display import header

LONG_KEYS = {"description"}
# Columns whose possible values the page offers.
LISTED_KEYS = {"category", "county", "unit", "storage", "tax_rate", "on_sale"}


@dataclass(frozen=True)
class OpenCell:
    """One input: what stands in it, where it lies in the file, and what is wrong with it (nothing: it is fine now)."""

    key: str
    text: str
    address: str
    sentences: tuple

    @property
    def header(self):
        return header(self.key)

    @property
    def note(self):
        """What to write in this column."""
        return BY_KEY[self.key].note

    @property
    def is_bad(self):
        return bool(self.sentences)

    @property
    def is_long(self):
        return self.key in LONG_KEYS

    @property
    def is_pictures(self):
        return self.key == "pictures"

    @property
    def is_listed(self):
        return self.key in LISTED_KEYS


def of(row):
    """Return the open cells of a row, those with mistakes first; costs no query when corrections are prefetched."""
    mistakes = {}
    for mistake in row.shown_mistakes:
        mistakes.setdefault(mistake.key, []).append(mistake)
    corrected = [correction.key for correction in row.corrections.all()]
    keys = dict.fromkeys([*mistakes, *corrected])
    return [_cell(row, key, mistakes.get(key, ())) for key in keys]


def _cell(row, key, mistakes):
    address = mistakes[0].cell if mistakes else ""
    return OpenCell(key, row.text_of(key), address, tuple(mistake.message for mistake in mistakes))
