from dataclasses import dataclass

from ..columns import BY_KEY

SHOWN_CHARACTERS = 200


class Problem(Exception):
    """A cell that cannot be taken; the message is a Chinese sentence saying what to do."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A problem at its cell; ``cell`` is its address such as ``J12``, empty for a column that is not in the file."""

    key: str
    cell: str
    value: str
    message: str

    @classmethod
    def of(cls, written):
        return cls(**written)

    @property
    def column(self):
        return BY_KEY[self.key].header

    def as_json(self):
        value = self.value[:SHOWN_CHARACTERS]
        return {"key": self.key, "cell": self.cell, "value": value, "message": self.message}

    def as_error(self, row):
        """Return the mistake as the command shows it."""
        return {"row": row, "column": self.column, "value": self.value[:SHOWN_CHARACTERS], "message": self.message}
