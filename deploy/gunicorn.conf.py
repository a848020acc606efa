"""The web server: ``gunicorn -c deploy/gunicorn.conf.py shop.wsgi``. Every number may be set in the environment."""

import os

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_WORKERS", "3"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
# Exports and workbooks of a province take seconds; what takes longer goes through the queue.
timeout = int(os.environ.get("WEB_TIMEOUT", "60"))
# On SIGTERM requests in hand are answered, new ones refused; systemd waits a little longer than this.
graceful_timeout = int(os.environ.get("WEB_GRACE", "30"))
keepalive = 5
# Against slow leaks; spread out, so that not all processes begin anew together.
max_requests, max_requests_jitter = 5000, 500
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108 (of the server itself, no upload)
limit_request_line, limit_request_fields = 4096, 60
# The application writes a line a request, as JSON.
accesslog, errorlog = None, "-"
# Nothing talks to it, and two servers of one user would share its file.
control_socket_disable = True
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")


def on_starting(server):
    """Begin with an empty folder of metrics: what old processes left would be counted again."""
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if folder:
        os.makedirs(folder, exist_ok=True)
        for name in os.listdir(folder):
            if name.endswith(".db"):
                os.unlink(os.path.join(folder, name))


def child_exit(server, worker):
    """Take a process that ended out of the gauges."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)
