"""What is kept of imports and how long, and imports whose worker fell silent."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.storage import default_storage, storages
from django.core.management import call_command
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from oscar.core.loading import get_model

from catalogue_import import held_pictures, leases, moves, progress, retention, tasks, work
from catalogue_import.models import CatalogueImport, ImportPicture
from shop.produce import pictures

from .test_import import FULL
from .test_pages import BAD, text
from .workbooks import jpeg

Product = get_model("catalogue", "Product")
LONG_AGO = timedelta(days=731)


def test_the_history_says_who_when_what_and_gives_the_file_back(desk, seller):
    catalogue_import = desk.uploaded(FULL, BAD, name="春季.xlsx")
    desk.post("confirm", catalogue_import.pk, only_good="1")

    page = text(desk.get("home"))

    assert "春季.xlsx" in page and str(seller) in page and "已导入" in page
    assert reverse("catalogue_import:file", args=[desk.code, catalogue_import.pk]) in page
    steps = text(desk.get("review", catalogue_import.pk))
    assert "经过" in steps and "正在导入" in steps


def test_what_an_old_import_did_can_still_be_looked_at(desk):
    first = desk.uploaded(FULL)
    desk.post("confirm", first.pk)
    second = desk.uploaded(FULL | {"price": 57})
    desk.post("confirm", second.pk)

    assert "57.00</ins>" in text(desk.get("review", second.pk, outcome="CHANGED", column="price"))


def test_files_are_purged_when_their_time_is_over_and_the_history_stays(desk, shop):
    old, new = desk.uploaded(FULL, pictures={"A-1": [jpeg("red")]}), desk.uploaded(FULL | {"code": "A-2"})
    desk.post("confirm", old.pk)
    desk.post("confirm", new.pk)
    stored = CatalogueImport.objects.get(pk=old.pk).stored_name
    CatalogueImport.objects.filter(pk=old.pk).update(uploaded_at=timezone.now() - LONG_AGO)

    assert retention.purge(at=timezone.now()) == 1

    old.refresh_from_db()
    new.refresh_from_db()
    assert not old.stored_name and old.purged_at and new.stored_name
    assert not old.can_be_undone and new.can_be_undone
    assert Product.objects.count() == 2
    assert default_storage.exists(pictures.name_of(old.rows.get().pictures[0])), "the shop still shows it"
    for name in ("file", "marked"):
        assert desk.get(name, old.pk).status_code == 404
    assert "已清理" in text(desk.get("home"))
    assert retention.purge(at=timezone.now()) == 0
    assert stored


def test_a_purged_file_is_gone_from_the_disk(desk, django_capture_on_commit_callbacks):
    catalogue_import = desk.uploaded(FULL)
    desk.post("cancel", catalogue_import.pk)
    CatalogueImport.objects.update(uploaded_at=timezone.now() - LONG_AGO)

    with django_capture_on_commit_callbacks(execute=True):
        call_command("purge_imports", stdout=StringIO())

    assert not storages["private"].exists(catalogue_import.stored_name)


def test_imports_that_are_still_looked_over_are_never_purged(desk):
    desk.uploaded(FULL)
    CatalogueImport.objects.update(uploaded_at=timezone.now() - LONG_AGO)

    assert retention.purge(at=timezone.now()) == 0


def test_replaced_pictures_are_kept_for_undoing_and_then_deleted(desk):
    desk.post("confirm", desk.uploaded(FULL, pictures={"A-1": [jpeg("red")]}).pk)
    old = CatalogueImport.objects.latest("pk").rows.get().pictures[0]
    second = desk.uploaded(FULL, pictures={"A-1": [jpeg("blue")]})
    desk.post("confirm", second.pk)
    assert pictures.is_stored(old)

    CatalogueImport.objects.update(uploaded_at=timezone.now() - LONG_AGO)
    retention.purge(at=timezone.now())

    assert not pictures.is_stored(old)
    assert not ImportPicture.objects.exists()


def test_pictures_of_rows_that_were_not_imported_do_not_stay_in_the_shop(desk, shop):
    row = FULL | {"stock": 4}
    desk.post("confirm", desk.uploaded(FULL).pk)
    catalogue_import = desk.uploaded(row, pictures={"A-1": [jpeg("lime")]})
    digest = catalogue_import.rows.get().pictures[0]
    shop.stockrecords.update(num_allocated=5)

    desk.post("confirm", catalogue_import.pk)

    assert catalogue_import.rows.get().is_rejected
    assert not pictures.is_stored(digest)


def test_a_picture_that_another_import_waits_with_is_not_deleted(desk):
    first = desk.uploaded(FULL, pictures={"A-1": [jpeg("red")]})
    digest = first.rows.get().pictures[0]
    desk.post("confirm", first.pk)
    waiting = desk.uploaded(FULL | {"code": "A-2"}, pictures={"A-2": [jpeg("red")]})

    desk.post("undo", first.pk)
    assert pictures.is_stored(digest)

    desk.post("confirm", waiting.pk)
    assert Product.objects.get().images.count() == 1


@pytest.fixture
def reading(shop, now):
    return CatalogueImport.objects.create(
        supplier=shop, name="a.xlsx", status="READING", uploaded_at=now, stage_at=Now()
    )


def silence(catalogue_import, seconds=120):
    CatalogueImport.objects.filter(pk=catalogue_import.pk).update(beat_at=Now() - timedelta(seconds=seconds))


def test_only_one_worker_gets_an_import(reading):
    first = leases.claim(reading)

    assert first and leases.claim(reading) is None
    assert not leases.stalled().exists()


def test_a_silent_workers_import_goes_to_the_next_and_the_first_may_write_no_more(reading):
    first = leases.claim(reading)
    silence(reading)
    assert list(leases.stalled()) == [reading]

    second = leases.claim(reading)

    with pytest.raises(leases.Lost):
        first.beat("读取表格", 1, 2)
    with pytest.raises(leases.Lost):
        first.lock()
    second.beat("读取表格", 1, 2)
    assert second.lock().done == 1


def test_a_move_ends_the_hold_of_whoever_worked(reading, now):
    lease = leases.claim(reading)

    moves.move(catalogue_import=reading, to=CatalogueImport.Status.CANCELLED, by=None, at=now)

    with pytest.raises(leases.Lost):
        lease.lock()


def test_what_kills_its_worker_again_and_again_is_given_up(desk):
    catalogue_import = desk.uploaded(FULL)
    CatalogueImport.objects.update(status="READING", attempts=work.MAX_ATTEMPTS, worker="dead")
    silence(catalogue_import)

    with pytest.raises(RuntimeError):
        work.go_on(import_pk=catalogue_import.pk, at=timezone.now())

    catalogue_import.refresh_from_db()
    assert catalogue_import.is_refused
    assert "再上传一次" in catalogue_import.failure


def test_a_stalled_import_is_taken_up_with_the_next_task(desk):
    stalled = desk.uploaded(FULL)
    CatalogueImport.objects.update(status="READING", worker="dead")
    silence(stalled)

    other = desk.uploaded(FULL | {"code": "A-2"})

    stalled.refresh_from_db()
    assert stalled.is_in_review and other.is_in_review
    assert stalled.rows.count() == 1


def test_a_queue_that_can_wait_looks_after_an_import_until_it_is_done(desk, settings):
    catalogue_import = desk.uploaded(FULL)
    CatalogueImport.objects.update(status="READING", worker="dead")
    silence(catalogue_import)
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    queue = get_model("django_tasks_database", "DBTaskResult").objects

    tasks.start(catalogue_import.pk)
    assert queue.filter(run_after__gt=timezone.now(), task_path="catalogue_import.tasks.look_after").count() == 1

    tasks.look_after.call(catalogue_import.pk)
    catalogue_import.refresh_from_db()
    assert catalogue_import.is_in_review
    assert queue.count() == 2, "nothing is left to look after"


def test_the_page_of_a_silent_import_offers_to_go_on(desk, reading):
    url = desk.url("review", reading.pk)
    assert "接着做" not in text(desk.get("review", reading.pk))
    silence(reading)

    assert "接着做" in text(desk.get("review", reading.pk))
    assert desk.post("resume", reading.pk).url == url


def test_progress_says_how_fast_and_how_long(now):
    def at(done, total, seconds):
        row = CatalogueImport(done=done, total=total, stage_at=now, beat_at=now + timedelta(seconds=seconds))
        return progress.of(row, at=now + timedelta(seconds=seconds))

    assert (at(200, 1000, 20).speed, at(200, 1000, 20).left) == ("每秒 10", "还要约 80 秒")
    assert at(100, 10_000, 10).left == "还要约 16 分钟"
    assert at(990, 1000, 20).left == "马上就好"
    assert (at(0, 0, 1).speed, at(0, 0, 1).left) == ("", "")


def test_the_command_goes_on_with_what_dead_workers_left(desk):
    catalogue_import = desk.uploaded(FULL)
    CatalogueImport.objects.update(status="APPLYING", worker="dead", confirmed_at=timezone.now())
    silence(catalogue_import)
    out = StringIO()

    call_command("resume_imports", stdout=out)

    assert "已导入" in out.getvalue()
    assert Product.objects.count() == 1


def test_unneeded_pictures_are_those_nobody_shows_or_holds(desk):
    catalogue_import = desk.uploaded(FULL, pictures={"A-1": [jpeg("red")]})
    digest = catalogue_import.rows.get().pictures[0]

    assert held_pictures.unneeded([digest, "f" * 64]) == ["f" * 64]
    desk.post("confirm", catalogue_import.pk)
    ImportPicture.objects.all().delete()
    assert held_pictures.unneeded([digest]) == []
