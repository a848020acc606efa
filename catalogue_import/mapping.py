"""Which column of a file holds what, as its supplier said once. Pure: nothing here touches a database."""

import hashlib
from dataclasses import dataclass, field

from .columns import REQUIRED
from .workbook.text import header_key

# What may hold for a whole file instead of standing in a column of its own.
CONSTANT_KEYS = ("category", "county", "unit", "spec", "stock")
NO_HEADER = "没有表头"


@dataclass(frozen=True)
class Layout:
    """A remembered mapping: ``columns`` is ``{key: column number}``, ``constants`` ``{key: text}``; see the model."""

    pk: int = 0
    header_row: int = 0
    columns: dict = field(default_factory=dict)
    constants: dict = field(default_factory=dict)


def signature(titles):
    """Return what stands for a header: the digest of its texts from left to right.

    :param titles: ``[(column number, text), …]`` of the filled cells.
    """
    words = [word for word in (header_key(text) for _, text in sorted(titles)) if word]
    return _digest(words)


def signature_without_header(sheet, width):
    """Return what stands for a sheet without a header: its name and how many columns it has."""
    return _digest([NO_HEADER, sheet.strip(), str(width)])


def missing(columns, constants=()):
    """Return the required columns that neither a column nor a constant fills."""
    return [column for column in REQUIRED if column.key not in columns and column.key not in constants]


def _digest(words):
    return hashlib.sha256("\n".join(words).encode()).hexdigest()
