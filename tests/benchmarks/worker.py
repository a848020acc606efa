"""One server process of a project, asked through WSGI without a network: ``python -m tests.benchmarks.worker``.

Each line it reads is a request as JSON: ``path``, and if wanted ``cookie``, ``form`` (then it is a POST), ``times`` and
``keep`` (a file for the body). Each line it writes tells ``seconds`` of each time, ``status``, ``bytes``, ``queries``.
"""

import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from time import perf_counter
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "a" * 32


class Worker:
    """A process of the project whose settings are named; ``ask`` asks it."""

    def __init__(self, settings, environment):
        environment = {**os.environ, **environment, "DJANGO_SETTINGS_MODULE": settings, "LOG_LEVEL": "ERROR"}
        command = [sys.executable, "-m", "tests.benchmarks.worker"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, **pipes)

    def ask(self, path, **request):
        self.process.stdin.write(json.dumps({"path": path, **request}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.process.stdin.close()
        self.process.wait()


def main():
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    for line in sys.stdin:
        print(json.dumps(_serve(application, json.loads(line))), flush=True)


def _serve(application, request):
    times = [_once(application, request) for _ in range(request.get("times", 1))]
    status, body = times[-1][1:]
    if "keep" in request:
        Path(request["keep"]).write_bytes(body)
    seconds = [each for each, _, _ in times]
    return {"seconds": seconds, "status": status, "bytes": len(body), "queries": _queries(application, request)}


def _once(application, request):
    environ, answered = _environ(request), []
    started = perf_counter()
    response = application(environ, lambda status, headers, *rest: answered.append(int(status[:3])))
    body = b"".join(response)
    response.close()
    return perf_counter() - started, answered[0], body


def _queries(application, request):
    """Ask once more and count; without a database there is nothing to count."""
    from django.conf import settings
    from django.db import connection

    if not settings.DATABASES.get("default", {}).get("NAME"):
        return 0
    asked = []

    def note(execute, sql, *rest):
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        _once(application, request)
    return len(asked)


def _environ(request):
    path, _, query = request["path"].partition("?")
    body = request.get("form", "").encode()
    return {
        "REQUEST_METHOD": "POST" if body else "GET",
        # WSGI wants the bytes of an address as Latin-1.
        "PATH_INFO": unquote(path).encode().decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "HTTP_ACCEPT_ENCODING": "gzip",
        "HTTP_COOKIE": request.get("cookie", ""),
        "HTTP_X_CSRFTOKEN": TOKEN,
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.version": (1, 0),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


if __name__ == "__main__":
    main()
