"""A whole site of its own: database, files, settings, servers and workers, as real processes."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from django.conf import settings

from tests import migrated
from tests.run import find_postgresql

PATIENCE = 180


class Site:
    """One site below a folder; ``env`` are its environment variables, ``running`` its processes."""

    def __init__(self, folder, database, **env):
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.running = folder, []
        self.env = {**os.environ, "VAR_DIR": str(folder), "DATABASE_URL": database, "LOG_LEVEL": "WARNING", **env}

    def manage(self, *arguments, check=True, **env):
        """Run a command of the site and return what became of it."""
        return self.python("manage.py", *arguments, check=check, **env)

    def python(self, *arguments, check=True, **env):
        command, environment = [sys.executable, *arguments], {**self.env, **env}
        done = subprocess.run(
            command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False, timeout=240
        )
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    def start(self, *arguments, **env):
        """Start a process of the site in a group of its own."""
        log = (self.folder / "log").open("ab")
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR, env={**self.env, **env}, stdout=log, stderr=log, process_group=0,
        )  # fmt: skip
        self.running.append(process)
        return process

    def serve(self, application="shop.wsgi", **env):
        """Start a web server; return it and its address once it answers."""
        port = free_port()
        env = {"BIND": f"127.0.0.1:{port}", "WEB_WORKERS": "2", "WEB_THREADS": "4", **env}
        process = self.start("-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", application, **env)
        address = f"http://127.0.0.1:{port}"
        wait_until(lambda: answers(f"{address}/healthz"), process)
        return process, address

    def work(self, *arguments, **env):
        """Start a background worker."""
        return self.start("manage.py", "db_worker", "--interval", "0.1", "--no-startup-delay", *arguments, **env)

    def stop(self):
        for process in self.running:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def log(self):
        return (self.folder / "log").read_text()


def wait_until(condition, process=None, seconds=PATIENCE):
    """Wait until a condition holds; a process that ends meanwhile, or too long a wait, is a failure."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := condition():
            return found
        assert process is None or process.poll() is None, f"ended with {process.returncode}"
        time.sleep(0.05)
    raise AssertionError(f"waited {seconds} s in vain")


def answers(address):
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def database(kind, folder):
    """Yield the address of a migrated database of its own, or with ``empty`` of one without tables."""
    name = f"fault_{os.getpid()}_{time.monotonic_ns() % 10**9}"
    if kind.startswith("sqlite"):
        path = folder / f"{name}.sqlite3"
        if kind == "sqlite":
            shutil.copy(migrated.migrated_file(), path)
        yield f"sqlite:///{path}"
        return
    server = urlsplit(find_postgresql())
    template = migrated.migrated_on_server() if kind == "postgresql" else "template0"
    dsn = f"postgresql://{server.netloc}/postgres?{server.query}"
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield f"postgres://{server.netloc}/{name}?{server.query}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
