"""One name for everything that happens because of a request, in the web server and in the worker."""

import re
import secrets
from contextvars import ContextVar

from django_tasks_db.backend import DatabaseBackend

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")
request_id, job_id = ContextVar("request_id", default=""), ContextVar("job_id", default="")


class RequestIdMiddleware:
    """Take the name that the proxy gave, or give one, and say it in the answer."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get(HEADER, "")
        token = request_id.set(given if WELL_FORMED.fullmatch(given) else secrets.token_hex(16))
        try:
            response = self.get_response(request)
            response[HEADER] = request_id.get()
            return response
        finally:
            request_id.reset(token)


class Backend(DatabaseBackend):
    """The database queue, whose jobs remember the request that asked for them."""

    def _task_to_db_task(self, task, args, kwargs):
        row = super()._task_to_db_task(task, args, kwargs)
        if request_id.get():
            row.args_kwargs = {**row.args_kwargs, "request_id": request_id.get()}
            row.save(update_fields=["args_kwargs"])
        return row


def begin_job(sender, task_result, **kwargs):
    """Receiver of ``task_started``: log lines of a job name it, and the request that asked for it."""
    row = getattr(task_result, "db_result", None)
    if row is not None:
        job_id.set(str(row.pk))
        request_id.set(row.args_kwargs.get("request_id", ""))


def end_job(sender, task_result, **kwargs):
    """Receiver of ``task_finished``."""
    if getattr(task_result, "db_result", None) is not None:
        job_id.set("")
        request_id.set("")
