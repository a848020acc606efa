"""Other words for the same produce: whoever asks for one finds the rest too."""

import csv
from functools import cache
from pathlib import Path

DATA = Path(__file__).with_name("data") / "synonyms.csv"


def of(word):
    """Return a word and what else it may be called: ``橙子`` → ``["橙子", "脐橙", …]``.

    The first word of a line is the general one: it stands for all of its line, while each of the others stands for
    itself and the general one only, so that who asks for 夏橙 is not shown every orange.
    """
    return [word, *(other for other in _groups().get(word, ()) if other != word)]


def words():
    """Return every word that has another name."""
    return list(_groups())


@cache
def _groups():
    groups = {}
    with DATA.open(encoding="utf-8", newline="") as file:
        for general, *others in csv.reader(file):
            groups.setdefault(general, []).extend(others)
            for other in others:
                groups.setdefault(other, []).append(general)
    return groups
