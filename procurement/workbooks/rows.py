"""A row of a list as understood, and what is wrong at its cells."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Mistake:
    """What is wrong at one column of a row."""

    key: str
    value: str
    message: str


@dataclass
class Row:
    """A row as understood: ``facts`` lacks what was left blank or is wrong."""

    number: int
    facts: dict
    texts: dict
    mistakes: list = field(default_factory=list)

    def blame(self, key, message):
        self.mistakes.append(Mistake(key, self.texts.get(key, ""), message))
        self.facts.pop(key, None)

    def read(self, readers, required=()):
        """Understand the texts; a reader raises ``ValueError`` with the sentence for the person."""
        for key, reader in readers.items():
            value = self.texts.get(key, "")
            if value or key in required:
                try:
                    self.facts[key] = reader(value)
                except ValueError as problem:
                    self.blame(key, str(problem))
        return self
