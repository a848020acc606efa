import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from catalogue_import import reading, template
from catalogue_import.models import CatalogueImport
from catalogue_import.parse.lookups import Context
from tests import factories


@pytest.fixture
def context():
    """What rows are looked up in, without a database."""
    places = dict.fromkeys(("秭归县", "秭归", "420527"), "秭归县")
    categories = ["水果", "水果 > 脐橙", "水果 > 苹果", "干货 > 香菇"]
    return Context.of(categories=categories, places=places, region="秭归县")


@pytest.fixture
def read(tmp_path, context, settings):
    """Return a function that reads a file's bytes; kept pictures come back as ``reading.kept`` by digest."""

    def run(data, name="目录.xlsx", **limits):
        path = tmp_path / "upload"
        path.write_bytes(data)
        kept = {}

        def keep(jpeg):
            digest = hashlib.sha256(jpeg).hexdigest()
            kept[digest] = jpeg
            return digest

        limits = settings.WORKBOOK_LIMITS | limits
        found = reading.read(path=path, name=name, context=context, limits=limits, keep=keep)
        found.kept = kept
        return found

    return run


@pytest.fixture
def shop(supplier):
    """A shop with the categories that the test workbooks name."""
    for path in ("水果 > 脐橙", "水果 > 苹果", "干货 > 香菇"):
        factories.make_category(path)
    return supplier


@pytest.fixture
def desk(client, shop, seller, django_capture_on_commit_callbacks):
    """A supplier's person in front of the pages; background work is done at once."""

    class Desk:
        code = shop.code

        def url(self, name, *arguments):
            return reverse(f"catalogue_import:{name}", args=[shop.code, *arguments])

        def get(self, name, *arguments, **query):
            return client.get(self.url(name, *arguments), query)

        def post(self, name, *arguments, **data):
            with django_capture_on_commit_callbacks(execute=True):
                return client.post(self.url(name, *arguments), data)

        def upload(self, *rows, name="目录.xlsx", data=None, pictures=None, **options):
            data = template.as_bytes(rows=rows, pictures=pictures) if data is None else data
            return self.post("home", file=SimpleUploadedFile(name, data), **{"publish": "on"} | options)

        def uploaded(self, *rows, **options):
            assert self.upload(*rows, **options).status_code == 302
            return CatalogueImport.objects.latest("pk")

    client.force_login(seller)
    return Desk()
