"""Shops of any size to measure: a database with synthetic products, both search indexes, a login and the addresses."""

import json
import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from .worker import ROOT

# Indexes of more products take minutes to build.
MOST_INDEXED = 10_000
STOCK = {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.stock_oscar.settings"}
# The same words can be found by both searches: a tenth of all products are oranges.
NAMED = """UPDATE catalogue_product SET title = CASE WHEN id % 10 = 0 THEN '秭归 脐橙 ' ELSE '铜川 苹果 ' END || id,
    description = '规模测试用的商品，一段不长不短的介绍。'"""
# What ``update_index`` writes, all at once; it would look for an old document before each new one.
INDEX_OF_OSCAR = """
import django
django.setup()
from haystack import connections
from oscar.core.loading import get_model
backend = connections["default"].get_backend()
backend.setup()
index = connections["default"].get_unified_index().get_index(get_model("catalogue", "Product"))
writer = backend.index.writer(limitmb=256)
for product in index.index_queryset().iterator(chunk_size=500):
    writer.add_document(**{name: backend._from_python(value) for name, value in index.full_prepare(product).items()})
writer.commit()
"""
ASK = """
import json
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from shop.catalogue import categories
from shop.produce.products import Product
person = get_user_model().objects.create_user("13911112222", "huxi-demo-2026", name="测速")
session = SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(person.pk), person.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session.save()
product = Product.objects.filter(title__contains="脐橙").first()
branch = next(b for b in categories.read().values() if product.categories.filter(pk=b.category.pk).exists())
print(json.dumps([session.session_key, product.get_absolute_url(), product.pk, branch.url]))
"""


@dataclass(frozen=True)
class Shop:
    """``environment`` leads to its rows; ``login`` is the cookie of a person; ``pages`` are addresses by name."""

    size: int
    environment: dict
    login: str
    pages: dict


def on_sqlite(folder, size):
    """Make a shop in a folder of its own, from the migrated database of this process."""
    folder.mkdir()
    path = folder / "db.sqlite3"
    connection.ensure_connection()
    with sqlite3.connect(path) as copy:
        connection.connection.backup(copy)
    return _fill(size, {"DATABASE_URL": f"sqlite:///{path}", "VAR_DIR": str(folder)}, with_oscar=size <= MOST_INDEXED)


def in_this_database(size):
    """Make a shop in the database of this process, without Oscar's index."""
    return _fill(size, {"DATABASE_URL": os.environ["DATABASE_URL"], "VAR_DIR": str(settings.VAR_DIR)}, with_oscar=False)


def _fill(size, environment, *, with_oscar):
    environment = {**environment, "SECRET_KEY": "bench" * 12, "LOG_LEVEL": "ERROR"}
    _run(environment, "manage.py", "seed_scale", "--products", str(size), "--units", "5", "--entries", "100")
    _run(environment, "manage.py", "shell", "-v0", "-c", f"""
from django.db import connection
from shop.produce import editions
connection.cursor().execute({NAMED!r})
editions.turn()
""")  # fmt: skip
    if size <= MOST_INDEXED:
        _run(environment, "manage.py", "update_search_index")
    if with_oscar:
        _run(environment | STOCK, "-c", INDEX_OF_OSCAR)
    session, product, pk, category = json.loads(
        _run(environment, "manage.py", "shell", "-v0", "-c", ASK).splitlines()[-1]
    )
    word = quote("脐橙")
    pages = {
        "home": "/",
        "hall": "/regions/zigui/",
        "list": "/catalogue/",
        "filtered": f"{category}?price=50-100",
        "category": category,
        "product": product,
        "search": f"/search/?words={word}",
        "find": f"/search/?q={word}",
        "suggest": f"/search/suggest/?words={word}",
        "add": f"/basket/add/{pk}/",
    }
    return Shop(size, environment, f"sessionid={session}", pages)


def _run(environment, *arguments):
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout
