"""What a paper says, whatever it is printed on."""

import hashlib
import json
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Column:
    """One column: its heading, its width in characters, and whether it holds ``text``, ``count`` or ``money``."""

    heading: str
    width: int = 12
    kind: str = "text"

    @property
    def is_number(self):
        return self.kind != "text"

    @property
    def is_wide(self):
        """Whether it holds sentences or names of goods, which a narrow screen must leave some room."""
        return self.width >= 28


@dataclass(frozen=True)
class Table:
    """A table: rows of texts, whole numbers and amounts in CNY; ``sums`` is its bottom row, if any."""

    columns: tuple
    rows: tuple
    title: str = ""
    sums: tuple = ()

    @property
    def cells(self):
        """Rows of ``(column, value)``."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]

    @property
    def sum_cells(self):
        return list(zip(self.columns, self.sums, strict=True)) if self.sums else []


@dataclass(frozen=True)
class Paper:
    """One paper: ``kind`` and ``subject`` (an order number, or empty) tell it from the others of a group order."""

    kind: str
    title: str
    number: str
    facts: tuple
    tables: tuple
    signatures: tuple
    subject: str = ""
    notes: tuple = field(default=())

    @property
    def name(self):
        """What a file of it is called."""
        return f"{self.title} {self.subject or self.number}"

    def digest(self):
        """Return the SHA-256 over what the paper says, as 64 hex digits; the moment of printing is no part."""
        text = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()
