"""Chinese words in Latin letters: whole (``qicheng``) and by initials (``qc``), for what is indexed and for guesses."""

import re
from functools import lru_cache

HAN_ONLY = re.compile(r"[\u3400-\u9fff]{2,12}\Z")


def of(words):
    """Return the spellings of the Chinese words among these, each once and in order."""
    found = dict.fromkeys(spelling for word in words if HAN_ONLY.match(word) for spelling in (whole(word), short(word)))
    return list(found)


@lru_cache(maxsize=20_000)
def whole(word):
    """``脐橙`` → ``qicheng``; letters and digits stay as they are."""
    return _spelled(word, "NORMAL")


@lru_cache(maxsize=20_000)
def short(word):
    """``脐橙`` → ``qc``."""
    return _spelled(word, "FIRST_LETTER")


def _spelled(word, style):
    # Its dictionaries take 55 MiB, which processes that spell nothing do without.
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(word, style=Style[style], errors=list)).lower()
