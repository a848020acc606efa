"""The site's WSGI application, or its worker, that kills its own process with SIGKILL once, at a given moment.

``DIE_IN`` names a function, ``DIE_WHEN`` whether its work is lost (``before`` its commit) or done (``after`` it, before
anybody hears of it); the file ``DIED`` notes that it happened, so that who comes next lives.
"""

import importlib
import os
import signal
import sys
from functools import wraps
from pathlib import Path

import django


def arm():
    """Wrap the function named in the environment."""
    from django.db.backends.base.base import BaseDatabaseWrapper

    module, name = os.environ["DIE_IN"].split(":")
    owner, commit, inside = importlib.import_module(module), BaseDatabaseWrapper.commit, []
    function = getattr(owner, name)

    @wraps(function)
    def doomed(*args, **kwargs):
        inside.append(1)
        result = function(*args, **kwargs)
        die()
        return result

    def last_commit(connection):
        if inside and os.environ["DIE_WHEN"] == "before":
            die()
        commit(connection)

    setattr(owner, name, doomed)
    BaseDatabaseWrapper.commit = last_commit


def die():
    note = Path(os.environ["DIED"])
    if not note.exists() or os.environ.get("DIE_ALWAYS"):
        note.touch()
        os.kill(os.getpid(), signal.SIGKILL)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
if __name__ == "__main__":
    from django.core.management import call_command

    django.setup()
    arm()
    call_command("db_worker", *sys.argv[1:], verbosity=0)
else:
    from shop.wsgi import application  # noqa: F401

    arm()
