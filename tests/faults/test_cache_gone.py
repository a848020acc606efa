"""Redis stops in the middle of a visit, and comes back: nobody is logged out, nothing is wrong."""

import shutil
import subprocess

import pytest
from django.core.cache.backends.redis import RedisCache

from tests import factories

from .conftest import Browser
from .sites import free_port, wait_until

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
BINARY = shutil.which("redis-server")


@pytest.mark.skipif(not BINARY, reason="no redis-server here")
def test_a_site_whose_redis_stops_keeps_people_logged_in_and_says_so(site, tmp_path):
    port, person = free_port(), factories.UserFactory()
    redis = start(port, tmp_path)
    try:
        url = f"redis://127.0.0.1:{port}/0"
        wait_until(lambda: reaches(url))
        _, address = site.serve(CACHE_URL=url, WEB_WORKERS="1")
        visitor = Browser(address, person)
        assert visitor.look("/user/").url.endswith("/user/") and state(visitor) == "ok"
        redis.kill()
        redis.wait()

        assert visitor.look("/user/").url.endswith("/user/")
        assert visitor.look("/").status_code == 200 and state(visitor) == "keeps nothing"

        redis = start(port, tmp_path)
        wait_until(lambda: state(visitor) == "ok")
        assert visitor.look("/user/").url.endswith("/user/")
    finally:
        redis.kill()


def start(port, folder):
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    return subprocess.Popen([BINARY, *options], stdout=subprocess.DEVNULL)


def state(visitor):
    return visitor.look("/readyz").json()["parts"]["cache"]


def reaches(url):
    try:
        return RedisCache(url, {}).get("x") is None
    except OSError:
        return False
    except Exception as error:
        return "refused" not in str(error)
