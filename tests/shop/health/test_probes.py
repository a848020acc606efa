"""What monitors and load balancers are told, and who may read the metrics."""

import json
import logging

import pytest
from django.core.cache import cache
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from shop.health import facts, jobs, logs, request_ids
from shop.health.proxies import ClientAddressMiddleware
from shop.search import tasks

pytestmark = pytest.mark.django_db


@pytest.fixture
def queued(settings):
    settings.TASKS = {"default": {"BACKEND": "shop.health.request_ids.Backend"}}


def test_a_server_with_database_cache_and_migrations_is_ready(client):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json()["parts"] == {"database": "ok", "migrations": "ok", "cache": "ok", "queue": "ok"}
    assert client.get("/healthz").json() == {"status": "ok", "waiting_jobs": 0}


def test_a_server_whose_database_lacks_a_migration_is_not_ready(client):
    MigrationRecorder.Migration.objects.filter(app="health").delete()

    answer = client.get("/readyz")

    assert answer.status_code == 503 and answer.json()["parts"]["migrations"] == "1 missing"


def test_a_queue_that_is_behind_is_said_but_takes_no_server_away(client, queued, settings):
    settings.READY_MOST_JOBS = 1
    tasks.refresh.enqueue([1])
    tasks.refresh.enqueue([2])

    answer = client.get("/readyz")

    assert answer.status_code == 200 and answer.json()["parts"]["queue"].startswith("2 jobs wait")


def test_ten_thousand_waiting_jobs_are_counted_in_constant_queries(client, queued, django_assert_max_num_queries):
    job = tasks.refresh.enqueue([1])
    row = DBTaskResult.objects.get(pk=job.id)
    facts_of = {"args_kwargs": row.args_kwargs, "task_path": row.task_path, "run_after": row.run_after}
    DBTaskResult.objects.bulk_create([DBTaskResult(backend_name="default", **facts_of) for _ in range(9_999)])

    with django_assert_max_num_queries(8):
        answer = client.get("/readyz")

    assert answer.json()["parts"]["queue"].startswith("10000 jobs wait")
    assert facts.waiting_jobs()["default"][0] == 10_000


@pytest.mark.parametrize(
    ("address", "header", "status"),
    [
        ("203.0.113.9", None, 404),
        ("203.0.113.9", "Bearer wrong", 404),
        ("203.0.113.9", "Bearer let-me-in", 200),
        ("10.1.2.3", None, 200),
        ("", None, 404),
    ],
)
def test_metrics_are_shown_to_allowed_addresses_and_to_the_token(settings, address, header, status):
    settings.METRICS_ALLOWED, settings.METRICS_TOKEN = ["10.0.0.0/8"], "let-me-in"

    answer = Client(REMOTE_ADDR=address).get("/metrics", headers={"Authorization": header} if header else {})

    assert answer.status_code == status
    assert (b"shop_jobs_parked 0.0" in answer.content) == (status == 200)


def test_without_settings_nobody_sees_metrics(client):
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_facts_of_a_site_without_backups_index_or_payments_are_none():
    assert facts.backed_up_at() is None
    assert facts.last_payment_message_at() is None
    assert facts.index_written_at() is None
    assert facts.oldest_wait(timezone.now()) == 0


def test_a_job_remembers_the_request_that_asked_for_it(client, queued, oranges, django_capture_on_commit_callbacks):
    token = request_ids.request_id.set("asked-by-a-test")
    tasks.refresh.enqueue([oranges.pk])
    request_ids.request_id.reset(token)

    assert DBTaskResult.objects.get().args_kwargs["request_id"] == "asked-by-a-test"


@pytest.mark.parametrize(("given", "kept"), [("from-the-proxy-1", True), ("x", False), ("a b\n" * 9, False)])
def test_an_answer_names_its_request(client, given, kept):
    answer = client.get("/healthz", headers={"X-Request-ID": given})

    assert (answer["X-Request-ID"] == given) == kept and len(answer["X-Request-ID"]) >= 8


def test_a_log_line_is_json_and_names_request_and_job():
    record = logging.LogRecord("shop", logging.INFO, "", 0, "request", (), None)
    record.path = "/join/<str:token>/"
    logs.Named().filter(record)

    line = json.loads(logs.Json().format(record))

    assert set(line) >= {"at", "level", "logger", "message", "request_id", "job", "path"}


@pytest.mark.parametrize(
    ("peer", "forwarded", "seen"),
    [
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "6.6.6.6, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("127.0.0.1", "nonsense", "0.0.0.0"),  # noqa: S104
        ("", "198.51.100.1", "198.51.100.1"),
    ],
)
def test_only_our_own_proxies_are_believed_about_who_asks(settings, rf, peer, forwarded, seen):
    settings.TRUSTED_PROXIES = ["127.0.0.1", "10.0.0.0/8", "unix"]
    request = rf.get("/", REMOTE_ADDR=peer, headers={"X-Forwarded-For": forwarded})

    ClientAddressMiddleware(lambda request: None)(request)

    assert request.META["REMOTE_ADDR"] == seen


def test_the_jobs_of_a_worker_without_a_beat_wait_again_and_the_third_time_are_parked(queued):
    job = tasks.refresh.enqueue([1])
    at = timezone.now()
    for number in (1, 2, 3):
        row = DBTaskResult.objects.get(pk=job.id)
        assert row.status == "READY"
        row.claim(f"worker-{number}")
        DBTaskResult.objects.update(started_at=at - timezone.timedelta(minutes=5))
        assert jobs.reclaim(at) == 1

    row.refresh_from_db()
    assert row.status == "FAILED" and row.exception_class_path == jobs.LOST and "worker-3" in row.traceback
    assert facts.parked_jobs() == 1
    assert jobs.retry(pk=row.pk) and not jobs.retry(pk=row.pk)
    assert DBTaskResult.objects.ready().count() == 1


def test_the_jobs_of_a_worker_that_beats_are_left_alone(queued):
    at = timezone.now()
    job = tasks.refresh.enqueue([1])
    DBTaskResult.objects.get(pk=job.id).claim("alive")
    DBTaskResult.objects.update(started_at=at - timezone.timedelta(hours=5))
    jobs.beat(name="alive", machine="m", at=at)

    assert jobs.reclaim(at) == 0


def test_each_index_queue_gets_what_changed(queued, settings, oranges, django_capture_on_commit_callbacks):
    settings.SEARCH_QUEUES = ["search-1", "search-2"]
    settings.TASKS = {"default": {"BACKEND": "shop.health.request_ids.Backend", "QUEUES": ["search-1", "search-2"]}}

    with django_capture_on_commit_callbacks(execute=True):
        tasks.on_products_changed(None, [oranges.pk])

    assert {queue: number for queue, (number, _) in facts.waiting_jobs().items()} == {"search-1": 1, "search-2": 1}


def test_a_cache_that_is_gone_is_said_but_takes_no_server_away(client, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "shop.health.patient_redis.PatientRedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }

    answer = client.get("/readyz")

    assert answer.status_code == 200 and answer.json()["parts"]["cache"] == "keeps nothing"
    cache.add("tries", 0, 60)
    assert [cache.incr("tries"), cache.incr("tries")] == [1, 2]
