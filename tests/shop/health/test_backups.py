"""What a backup promises, and when it is refused; whole drills on both databases are in ``tests/faults``.

SQLite cannot copy a database in the middle of its own transaction, which is where these tests run.
"""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from shop.health import backups, database_copies, facts

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]
AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def only_on_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


@pytest.fixture
def backup(settings):
    settings.MEDIA_ROOT.mkdir()
    (settings.MEDIA_ROOT / "orange.jpg").write_bytes(b"orange")
    (settings.PRIVATE_ROOT / "slips").mkdir(parents=True)
    (settings.PRIVATE_ROOT / "slips" / "slip.pdf").write_bytes(b"slip")
    return backups.make(at=AT)


def test_a_backup_has_the_database_all_files_and_their_checksums(backup):
    manifest = backups.read(backup)

    assert set(manifest["files"]) >= {"media.tar", "private.tar"} and len(manifest["files"]) == 3
    assert facts.backed_up_at() == AT
    assert backup.stat().st_mode & 0o077 == 0, "nobody else on the machine may read it"


@pytest.mark.parametrize("harm", ["change", "delete", "no manifest"])
def test_a_damaged_backup_is_refused(backup, harm):
    target = backup / ("manifest.json" if harm == "no manifest" else "private.tar")
    target.write_bytes(target.read_bytes()[:-1] + b"x") if harm == "change" else target.unlink()

    with pytest.raises(CommandError, match=r"不是完整的备份|缺失或已损坏"):
        call_command("restore", str(backup))


def test_a_backup_is_not_restored_over_anything_unless_asked(backup):
    with pytest.raises(CommandError, match="不是空的"):
        call_command("restore", str(backup))


def test_a_backup_of_another_kind_of_database_is_refused(backup):
    manifest = json.loads((backup / "manifest.json").read_text())
    other = "sqlite" if database_copies.kind() == "postgresql" else "postgresql"
    (backup / "manifest.json").write_text(json.dumps({**manifest, "database": other}))

    with pytest.raises(CommandError, match="这份备份来自"):
        call_command("restore", str(backup), "--replace")


def test_only_the_newest_backups_are_kept(backup, settings):
    later = [backups.make(at=AT + timedelta(days=day)) for day in (1, 2)]
    (settings.BACKUP_DIR / "unfinished-20261101T000000Z").mkdir()

    assert backups.forget_old(keep=2) == 2
    assert sorted(settings.BACKUP_DIR.iterdir()) == later
