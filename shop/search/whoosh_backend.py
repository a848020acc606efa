"""Haystack's Whoosh engine with Chinese words, one waiting writer, and a path that settings may change."""

import time
from pathlib import Path

from django.conf import settings
from haystack.backends.whoosh_backend import WhooshEngine, WhooshSearchBackend
from haystack.constants import ID
from whoosh.fields import TEXT
from whoosh.writing import CLEAR

from .words import ChineseTokenizer

# A writer holds the lock for as long as a rebuild takes; whoever waits longer than this fails loudly.
LOCK_SECONDS = 120
OPEN_TRIES = 20


class ChineseWhooshBackend(WhooshSearchBackend):
    def exists(self):
        """Tell whether there is an index at all; whether it is whole shows when it is asked."""
        return any(Path(self._current_path()).glob("*.toc"))

    def search(self, query_string, **kwargs):
        self.open()
        # One index, one model: narrowing to models would only search twice.
        return super().search(query_string, **{**kwargs, "limit_to_registered_models": False})

    def write(self, documents, *, instead_of=(), anew=False):
        """Add documents in place of those with the given ids; a reader sees all of it or nothing.

        :param documents: a callable, asked only once the lock is held, so that nobody writes over newer rows.
        :param anew: forget everything that was there before.
        """
        self.open()
        writer = self.index.writer(timeout=LOCK_SECONDS, delay=0.05)
        try:
            for identifier in instead_of:
                writer.delete_by_term(ID, identifier)
            for document in documents():
                writer.add_document(**{name: self._from_python(value) for name, value in document.items()})
        except BaseException:
            writer.cancel()
            raise
        writer.commit(mergetype=CLEAR if anew else None)

    def open(self):
        """Open the index at the path of the settings, making an empty one where there is none."""
        if not self.setup_complete or self.path != self._current_path():
            self.path = self._current_path()
            self._set_up_patiently()

    def _set_up_patiently(self):
        for tries_left in reversed(range(OPEN_TRIES)):
            try:
                return self.setup()
            except FileNotFoundError:
                # A writer replaced the table of contents between our finding and our opening it.
                if not tries_left:
                    raise
                time.sleep(0.02)

    def build_schema(self, fields):
        """Keep ids only, and analyse every text field in Chinese words."""
        content, schema = super().build_schema(fields)
        for field in fields.values():
            name = field.index_fieldname
            if isinstance(schema[name], TEXT):
                schema.remove(name)
                schema.add(name, TEXT(analyzer=ChineseTokenizer(), field_boost=float(field.boost or 1), phrase=False))
        return content, schema

    def _current_path(self):
        return settings.HAYSTACK_CONNECTIONS[self.connection_alias]["PATH"]


class ChineseWhooshEngine(WhooshEngine):
    backend = ChineseWhooshBackend
