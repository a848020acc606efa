"""The demo's two processes, web server and background worker: they live and end together."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

from django.conf import settings

HOST, WORKERS, THREADS = "127.0.0.1", 2, 4
PATIENCE, GRACE = 60, 10
POLL = 0.2


class Ended(Exception):
    """One of the processes ended by itself; the message says which."""


class Stopped(Exception):
    """Somebody asked us to stop."""


def is_free(port):
    """Tell whether nobody listens at a port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def run(port, *, ready):
    """Run both until asked to stop (SIGINT, SIGTERM) or until one of them ends.

    :param ready: called once the site answers.
    :raises Ended: if one ended by itself; then the other has been ended too.
    """
    running = {}
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    try:
        for name, arguments in _commands(port).items():
            running[name] = _start(arguments, port)
        _wait_until_ready(port, running)
        ready()
        while True:
            _check(running)
            time.sleep(POLL)
    except Stopped:
        return
    finally:
        _end(running.values())


def _commands(port):
    gunicorn = ["-m", "gunicorn", "shop.wsgi", "--bind", f"{HOST}:{port}", "--workers", str(WORKERS), "--threads"]
    return {
        "网站进程": [*gunicorn, str(THREADS), "--preload", "--log-level", "warning"],
        # Silent: it would report every job between the logins.
        "后台任务进程": ["manage.py", "db_worker", "--verbosity", "0"],
    }


def _start(arguments, port):
    # A group of its own: Ctrl+C reaches us alone, and we end both in order.
    own = {"DEMO": "1", "SITE_URL": f"http://{HOST}:{port}", "STATIC_COLLECTED": "1"}
    environment = {**own, **os.environ}
    command = [sys.executable, *arguments]
    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, process_group=0)  # noqa: S603 (our own)


def _wait_until_ready(port, running):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        _check(running)
        if _answers(port):
            return
        time.sleep(POLL)
    raise Ended(f"网站在 {PATIENCE} 秒内没有就绪，已停止。")


def _answers(port):
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=5) as answer:
            return answer.status == 200
    except urllib.error.HTTPError as error:
        raise Ended(f"网站自检没有通过（{error.code}），已停止。") from error
    except OSError:
        return False


def _check(running):
    for name, process in running.items():
        if process.poll() is not None:
            raise Ended(f"{name}意外退出（退出码 {process.returncode}），已停止。")


def _stop(number, frame):
    raise Stopped


def _end(processes):
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(timeout=GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
