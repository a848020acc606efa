"""Who uploaded a file is told what became of it."""

import pytest

from catalogue_import import moves
from catalogue_import.models import CatalogueImport
from shop.inbox.kinds import Kind
from shop.inbox.models import Message
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
Status = CatalogueImport.Status


@pytest.fixture
def upload(supplier, seller, now):
    def make(status, by=seller):
        supplier.users.add(UserFactory())
        facts = {"name": "目录.xlsx", "status": status, "by": by, "uploaded_at": now, "created": 7, "rejected": 2}
        return CatalogueImport.objects.create(supplier=supplier, **facts)

    return make


def test_a_finished_import_tells_who_uploaded_it(client, upload, seller, rival, now):
    moves.move(catalogue_import=upload(Status.APPLYING), to=Status.DONE, by=seller, at=now)

    message = Message.objects.get()
    assert (message.kind, message.recipient) == (Kind.IMPORTED, seller)
    assert "新增 7 种" in message.body and "2 行没有导入" in message.body
    client.force_login(seller)
    assert client.get(message.link).status_code == 200


def test_a_refused_file_is_told_with_the_reason(upload, seller, now):
    moves.move(catalogue_import=upload(Status.READING), to=Status.REFUSED, by=None, at=now, reason="文件已损坏。")

    message = Message.objects.get()
    assert (message.kind, message.recipient, message.body) == (Kind.IMPORT_REFUSED, seller, "文件已损坏。")


def test_an_import_that_broke_off_is_told(upload, seller, now):
    moves.move(catalogue_import=upload(Status.APPLYING), to=Status.REVIEW, by=None, at=now, reason="导入中断了。")

    assert Message.objects.get().recipient == seller


@pytest.mark.parametrize(("old", "to"), [(Status.UPLOADED, Status.READING), (Status.REVIEW, Status.CANCELLED)])
def test_what_people_do_themselves_is_no_news(upload, seller, now, old, to):
    moves.move(catalogue_import=upload(old), to=to, by=seller, at=now)

    assert not Message.objects.exists()


def test_a_file_that_a_command_read_tells_nobody(upload, now):
    moves.move(catalogue_import=upload(Status.APPLYING, by=None), to=Status.DONE, by=None, at=now)

    assert not Message.objects.exists()
