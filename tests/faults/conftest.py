"""A site whose servers and workers are real processes on the tests' own PostgreSQL database."""

import os
from urllib.parse import urlsplit

import pytest
import requests
from django.contrib.auth.models import Group
from django.db import connection
from django.db.models import F, Sum
from django.test import Client
from oscar.core.loading import get_model

from procurement.figures.verification import differences
from shop.user.hats import OFFICE_GROUP

from .sites import Site


@pytest.fixture
def site(transactional_db, tmp_path, settings):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    Group.objects.get_or_create(name=OFFICE_GROUP)
    get_model("address", "Country").objects.get_or_create(iso_3166_1_a2="CN", defaults={"printable_name": "中国"})
    settings.TASKS = {"default": {"BACKEND": "shop.health.request_ids.Backend"}}
    server = urlsplit(os.environ["DATABASE_URL"])
    address = f"postgres://{server.netloc}/{connection.settings_dict['NAME']}?{server.query}"
    site = Site(tmp_path / "site", address, DATABASE_POOL="1", WORKER_STALE_SECONDS="2", LISTING_REVIEW="0")
    yield site
    site.stop()


class Browser(requests.Session):
    """Somebody at a site, logged in or not; forms carry their token."""

    def __init__(self, address, user=None):
        super().__init__()
        self.address = address
        if user:
            client = Client()
            client.force_login(user)
            self.cookies.set("sessionid", client.cookies["sessionid"].value)

    def look(self, path):
        return self.get(self.address + path, timeout=30)

    def submit(self, path, **fields):
        if "csrftoken" not in self.cookies:
            self.look("/user/login/")
        token = self.cookies.get("csrftoken", "")
        return self.post(self.address + path, {**fields, "csrfmiddlewaretoken": token}, timeout=30)


def assert_sound():
    """Check what must hold whatever happened: the ledger agrees, and what is reserved is what open lines ask for."""
    assert not list(differences())
    line, record = get_model("order", "Line"), get_model("partner", "StockRecord")
    open_lines = line.objects.exclude(order__status__in=("CANCELLED", "SHIPPED", "ACCEPTED", "COMPLETED"))
    wanted = dict(open_lines.values_list("stockrecord").annotate(packs=Sum("quantity")).order_by())
    reserved = dict(record.objects.filter(num_allocated__gt=0).values_list("pk", "num_allocated"))
    assert reserved == wanted
    assert not record.objects.filter(num_allocated__gt=F("num_in_stock")).exists()
