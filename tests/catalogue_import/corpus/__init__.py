"""A corpus of files that mean harm, or look as if they did, each made when the tests run, with its outcome beside it.

Each module holds functions that return a file's bytes; ``refused`` and ``accepted`` say what must become of them.
"""

from importlib import import_module
from typing import NamedTuple

CASES = []
MODULES = ("kinds", "zips", "entities", "markup", "sheets", "digits", "drawings", "photographs", "oddities")


class Case(NamedTuple):
    """A file and its outcome: the beginning of a refusal (one of several), or what is read."""

    name: str
    build: object
    file: str
    sentences: tuple = ()
    rows: int = 1
    images: int = 0
    mistakes: tuple = ()


def refused(*sentences, file="目录.xlsx"):
    """Register a file that is refused with a sentence; more than one where systems differ in what breaks first."""

    def register(build):
        CASES.append(Case(_name(build), build, file, tuple(sentence.split("{")[0] for sentence in sentences)))
        return build

    return register


def accepted(rows=1, images=0, mistakes=(), file="目录.xlsx"):
    """Register a file that is read: how many rows and pictures; ``mistakes`` are parts of sentences, one for each."""

    def register(build):
        CASES.append(Case(_name(build), build, file, (), rows, images, tuple(mistakes)))
        return build

    return register


def cases():
    """Return all cases."""
    for module in MODULES:
        import_module(f"{__name__}.{module}")
    return CASES


def _name(build):
    return f"{build.__module__.rpartition('.')[2]}-{build.__name__}"
