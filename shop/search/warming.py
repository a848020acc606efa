"""Make a server process ready to search before somebody does: jieba's dictionary takes it a second or more to load."""

import logging
import os
from threading import Thread

from . import index, words

log = logging.getLogger(__name__)


def begin():
    """Load in the background what the first search needs; also in the workers that are forked from this process."""
    os.register_at_fork(after_in_child=start)
    return start()


def start():
    """Start loading and return the thread."""
    # A worker that is told to stop does not wait for it.
    thread = Thread(target=load, name="search-warming", daemon=True)
    thread.start()
    return thread


def load():
    """Load dictionary and index; where there is no index, or a broken one, the search itself knows what to do."""
    words.make_ready()
    try:
        index.matches(words.of_query("脐橙"))
    except index.Missing:
        return
    except Exception:
        log.exception("The search could not be made ready; the first one will take longer.")
