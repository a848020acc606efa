"""Log lines as JSON, each naming the request and the job it belongs to; no query strings, no personal data."""

import logging
import time

from pythonjsonlogger.json import JsonFormatter

from . import request_ids

access_log = logging.getLogger("shop.access")


class Named(logging.Filter):
    """Add the names of request and job to every record."""

    def filter(self, record):
        record.request_id, record.job = request_ids.request_id.get(), getattr(record, "job", request_ids.job_id.get())
        return True


class Json(JsonFormatter):
    """One JSON object a line; times in UTC."""

    converter = time.gmtime

    def __init__(self):
        super().__init__(
            "%(asctime)s %(levelname)s %(name)s %(message)s %(request_id)s %(job)s",
            rename_fields={"asctime": "at", "levelname": "level", "name": "logger"},
            datefmt="%Y-%m-%dT%H:%M:%SZ",
            json_ensure_ascii=False,
        )


class AccessLogMiddleware:
    """Write one line a request: what was asked for, how it ended, how long it took."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        began = time.monotonic()
        response = self.get_response(request)
        access_log.info(
            "request",
            extra={
                "method": request.method,
                "path": _route(request),
                "status": response.status_code,
                "ms": round((time.monotonic() - began) * 1000),
            },
        )
        return response


def _route(request):
    """Return the pattern of the address, not the address: links of participants and guests are keys."""
    match = request.resolver_match
    return f"/{match.route}" if match else "-"
