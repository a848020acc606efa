"""The first search of a server process is as quick as the others."""

import os
import subprocess
import sys
import textwrap

from django.conf import settings

from shop.search import warming, words

# A command, then a server, then a worker forked from it, each asked whether it is ready to search.
LIVES = """
    import os, threading, django
    django.setup()
    from shop.search import words
    print(words.is_ready())
    import shop.wsgi
    def ready():
        for thread in threading.enumerate():
            if thread.name == "search-warming":
                thread.join()
        return words.is_ready()
    print(ready(), flush=True)
    words._load.cache_clear()
    if not os.fork():
        print(ready(), flush=True)
        os._exit(0)
    os.wait()
"""


def test_a_server_and_its_workers_load_the_dictionary_and_a_command_does_not(tmp_path):
    environment = {**os.environ, "VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "shop.settings"}
    command = [sys.executable, "-c", textwrap.dedent(LIVES)]

    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["False", "True", "True"]


def test_a_broken_index_does_not_stop_a_server(settings, tmp_path):
    folder = tmp_path / "search"
    folder.mkdir()
    (folder / "_MAIN_1.toc").write_text("kaputt")

    warming.start().join()

    assert words.is_ready()
