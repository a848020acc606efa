"""Chinese words in Latin letters: whole (``qicheng``) and by initials (``qc``), for what is indexed and for guesses."""

import re
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

HAN_ONLY = re.compile(r"[\u3400-\u9fff]{2,12}\Z")


def of(words):
    """Return the spellings of the Chinese words among these, each once and in order."""
    found = dict.fromkeys(spelling for word in words if HAN_ONLY.match(word) for spelling in (whole(word), short(word)))
    return list(found)


@lru_cache(maxsize=20_000)
def whole(word):
    """``脐橙`` → ``qicheng``; letters and digits stay as they are."""
    return "".join(lazy_pinyin(word, errors=list)).lower()


@lru_cache(maxsize=20_000)
def short(word):
    """``脐橙`` → ``qc``."""
    return "".join(lazy_pinyin(word, style=Style.FIRST_LETTER, errors=list)).lower()
