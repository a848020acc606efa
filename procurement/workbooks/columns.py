"""The columns of a list, and the headers by which each is known."""

import unicodedata
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Column:
    """One column: ``aliases`` are other headers people write, ``width`` is in characters."""

    key: str
    header: str
    width: int
    aliases: tuple = ()
    is_required: bool = False
    note: str = ""


@dataclass(frozen=True)
class Layout:
    """Which columns a list has, how many rows it may have, and what is said when it is not there."""

    columns: tuple
    max_rows: int
    no_header: str
    no_rows: str

    @property
    def too_many_rows(self):
        return f"一次最多 {self.max_rows} 行，请拆成几个文件再上传。"

    @cached_property
    def by_key(self):
        return {column.key: column for column in self.columns}

    def at_cells(self, row, letters):
        """Return ``[(cell, header, value, message)]`` of what is wrong in a row; ``letters`` is ``{key: letter}``."""
        return [
            (f"{letters.get(one.key, '')}{row.number}", self.by_key[one.key].header, one.value, one.message)
            for one in row.mistakes
        ]

    @cached_property
    def required(self):
        return {column.key for column in self.columns if column.is_required}

    @cached_property
    def _by_header(self):
        return {header: column.key for column in self.columns for header in (column.header, *column.aliases)}

    def key_of(self, header):
        """Return the column a header stands for, whatever spaces, brackets or stars surround it; None for others."""
        plain = "".join(unicodedata.normalize("NFKC", header).split()).strip("*")
        return self._by_header.get(plain.partition("(")[0])
