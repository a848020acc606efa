"""Chinese text into words, the same way for what is indexed and for what is asked."""

import logging
import os
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock

import jieba
from django.conf import settings
from whoosh.analysis import Tokenizer
from whoosh.analysis.acore import entoken

from . import synonyms

# jieba sets its own level when imported and tells on every start how long it took.
jieba.setLogLevel(logging.WARNING)
OWN_WORDS = Path(__file__).with_name("data") / "words.txt"
LONGEST_QUERY = 60
MOST_WORDS = 8
LETTERS = re.compile(r"[^\W_]+")
HAN = re.compile(r"[\u3400-\u9fff]")
# Words a sentence needs and a search does not.
EMPTY_WORDS = frozenset("的 和 与 及 或 了 吗 呢 在 是 有 想 要 买 我".split())


def of_query(text):
    """Return the words of a question, at most 8, without signs, each once and in order."""
    words = list(dict.fromkeys(_cut(text[:LONGEST_QUERY], for_search=False)))
    telling = [word for word in words if word not in EMPTY_WORDS]
    return (telling or words)[:MOST_WORDS]


def of_document(text):
    """Return the words of a text, shorter words inside longer ones, and each Chinese character once."""
    return [*_cut(text, for_search=True), *sorted(set(HAN.findall(text)))]


class ChineseTokenizer(Tokenizer):
    """Whoosh's view of the two functions above."""

    def __call__(self, value, positions=False, chars=False, start_pos=0, start_char=0, mode="", **kwargs):
        words = of_document(value) if mode == "index" else of_query(value)
        return entoken(words, positions=positions, chars=chars, start_pos=start_pos, start_char=start_char, mode=mode)


def _cut(text, *, for_search):
    plain = unicodedata.normalize("NFKC", text).casefold()
    return [word for piece in plain.split() for word in _words_of(piece, for_search)]


# Suppliers, places and categories stand in every product's text; finding their words is most of the work of an index.
@lru_cache(maxsize=20_000)
def _words_of(piece, for_search):
    cut = _dictionary().cut_for_search if for_search else _dictionary().cut
    return [word for part in cut(piece) for word in LETTERS.findall(part)]


def is_ready():
    """Tell whether the dictionary is loaded, which takes a second or more."""
    return _load.cache_info().currsize > 0


def make_ready():
    """Load the dictionary, or wait for whoever is loading it."""
    _dictionary()


def _dictionary():
    # Who comes while it is being loaded waits for it instead of loading it too.
    with _loading:
        return _load()


def _renew_lock():
    """Begin unlocked in a forked worker: the thread that held the lock stayed in the other process."""
    global _loading
    _loading = Lock()


_renew_lock()
os.register_at_fork(after_in_child=_renew_lock)


@cache
def _load():
    """Return jieba's dictionary; its cache lies with our own files, as /tmp is everybody's."""
    dictionary = jieba.Tokenizer()
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    dictionary.tmp_dir = str(settings.VAR_DIR)
    # Names of produce that jieba would cut in pieces.
    dictionary.load_userdict(str(OWN_WORDS))
    for word in synonyms.words():
        dictionary.add_word(word)
    return dictionary
