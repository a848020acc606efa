"""How many files a supplier may upload."""

import threading
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from catalogue_import import imports, template, uploads
from catalogue_import.models import CatalogueImport
from tests import factories

from .test_import import FULL
from .test_pages import text

Status = CatalogueImport.Status


@pytest.fixture(autouse=True)
def three_an_hour(settings):
    settings.IMPORT_UPLOADS_AN_HOUR = 3


def test_the_fourth_file_of_an_hour_is_refused_until_a_time_that_is_told(desk):
    for stock in range(3):
        desk.uploaded(FULL | {"stock": stock})
    first = CatalogueImport.objects.order_by("pk").first()

    refused = desk.upload(FULL)

    free = timezone.localtime(first.uploaded_at + timedelta(hours=1, minutes=1))
    assert refused.status_code == 429
    assert f"一小时内已经上传了 3 个文件，请在 {free:%H:%M} 以后再上传。" in text(refused)
    assert CatalogueImport.objects.count() == 3


def test_an_hour_later_files_are_taken_again(desk):
    for stock in range(3):
        desk.uploaded(FULL | {"stock": stock})
    CatalogueImport.objects.update(uploaded_at=timezone.now() - timedelta(hours=1, seconds=1))

    assert desk.upload(FULL).status_code == 302


def test_other_suppliers_and_the_command_line_do_not_count(desk, shop, tmp_path):
    path = tmp_path / "目录.xlsx"
    template.write(path, [FULL])
    others = CatalogueImport(supplier=factories.SupplierFactory(), name="a", uploaded_at=timezone.now())
    for _ in range(3):
        imports.run(path=path, name=path.name, supplier=shop, by=None, at=timezone.now())
        others.pk, others.by = None, factories.UserFactory()
        others.save()

    assert desk.upload(FULL).status_code == 302


def test_while_five_files_are_being_worked_on_no_other_is_taken(desk, shop, seller, settings):
    settings.IMPORT_UPLOADS_AN_HOUR = 30
    facts = {"supplier": shop, "name": "a", "by": seller, "uploaded_at": timezone.now()}
    CatalogueImport.objects.bulk_create(CatalogueImport(status=Status.READING, **facts) for _ in range(5))

    refused = desk.upload(FULL)

    assert refused.status_code == 429
    assert "还有 5 个文件正在处理" in text(refused)


def test_a_file_that_is_refused_at_once_does_not_count(desk):
    for _ in range(4):
        assert desk.upload(data=b"no workbook").status_code == 400

    assert desk.upload(FULL).status_code == 302


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_files_sent_at_the_same_moment_no_more_are_taken(shop, seller):
    ready, taken = threading.Barrier(8), []

    def upload():
        try:
            ready.wait()
            options = {"supplier": shop, "publish": True, "unpublish_missing": False, "by": seller}
            taken.append(imports.upload(file=ContentFile(b"x", "upload"), name="a", at=timezone.now(), **options))
        except uploads.TooMany:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=upload) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(taken) == CatalogueImport.objects.count() == 3
