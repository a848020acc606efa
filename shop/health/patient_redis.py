"""Redis as cache, whose absence makes the site slower and never wrong.

While it does not answer, a process remembers by itself (so limits still count) and asks again only now and then.
What it could not write or delete meanwhile may be old in Redis: the first thing it does afterwards is to empty it.
"""

import logging
import time

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
PAUSE_SECONDS = 5
TIMEOUTS = {"socket_connect_timeout": 0.5, "socket_timeout": 1}


class PatientRedisCache(RedisCache):
    def __init__(self, server, params):
        params = {**params, "OPTIONS": {**TIMEOUTS, **params.get("OPTIONS", {})}}
        super().__init__(server, params)
        self._meanwhile = LocMemCache(f"meanwhile {server}", params)
        self._again_at, self._missed = 0, False

    @property
    def is_away(self):
        """Tell whether this process goes on without Redis."""
        return self._missed

    def _ask(self, name, *args, **kwargs):
        """Ask Redis, or do the same in this process while it does not answer."""
        if time.monotonic() >= self._again_at:
            try:
                self._catch_up()
                return getattr(super(), name)(*args, **kwargs)
            except RedisError:
                log.warning("Redis does not answer; this process goes on without it.", exc_info=not self._missed)
                self._again_at, self._missed = time.monotonic() + PAUSE_SECONDS, True
        return getattr(self._meanwhile, name)(*args, **kwargs)

    def _catch_up(self):
        if self._missed:
            super().clear()
            self._meanwhile.clear()
            self._missed = False

    def add(self, *args, **kwargs):
        return self._ask("add", *args, **kwargs)

    def get(self, *args, **kwargs):
        return self._ask("get", *args, **kwargs)

    def set(self, *args, **kwargs):
        return self._ask("set", *args, **kwargs)

    def touch(self, *args, **kwargs):
        return self._ask("touch", *args, **kwargs)

    def delete(self, *args, **kwargs):
        return self._ask("delete", *args, **kwargs)

    def get_many(self, *args, **kwargs):
        return self._ask("get_many", *args, **kwargs)

    def has_key(self, *args, **kwargs):
        return self._ask("has_key", *args, **kwargs)

    def incr(self, *args, **kwargs):
        return self._ask("incr", *args, **kwargs)

    def set_many(self, *args, **kwargs):
        return self._ask("set_many", *args, **kwargs)

    def delete_many(self, *args, **kwargs):
        return self._ask("delete_many", *args, **kwargs)

    def clear(self):
        return self._ask("clear")
