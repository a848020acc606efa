"""Workers that are killed, poisoned, asked to stop, cut off from the database; every job is done or parked."""

import signal

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from shop.health import jobs
from shop.payments.tasks import send_refund
from shop.search import tasks
from tests import factories

from .conftest import Browser, assert_sound
from .sites import wait_until

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
DOOM = ("-m", "tests.faults.dying", "--interval", "0.1", "--no-startup-delay")


def doomed(site, **env):
    return {"DIE_IN": "shop.search.index:refresh", "DIE_WHEN": "after", "DIED": str(site.folder / "died"), **env}


def ended(job):
    return DBTaskResult.objects.filter(pk=job.id, status__in=("SUCCESSFUL", "FAILED")).first()


def test_an_index_update_whose_worker_was_killed_is_done_by_the_next(site):
    job = tasks.refresh.enqueue([factories.make_product().pk])
    dead = site.start(*DOOM, **doomed(site))
    assert dead.wait(timeout=180) == -signal.SIGKILL
    assert DBTaskResult.objects.get().status == "RUNNING"

    worker = site.work()

    done = wait_until(lambda: ended(job), worker)
    assert done.status == "SUCCESSFUL" and len(done.worker_ids) == 2
    assert list((site.folder / "search").glob("*.toc"))


def test_a_job_that_fails_is_parked_with_its_error_and_shown(site):
    job = send_refund.enqueue(0)

    site.manage("db_worker", "--batch", "--no-startup-delay")

    assert ended(job).status == "FAILED" and "DoesNotExist" in ended(job).traceback
    assert str(job.id) in site.manage("jobs").stdout


def test_connections_cut_in_the_middle_of_work_cost_no_job_and_no_page(site):
    products = [factories.make_product() for _ in range(3)]
    _, address = site.serve(WEB_WORKERS="1")
    worker = site.work()
    visitor = Browser(address)

    for round_number in range(2):
        pages = [visitor.look(product.get_absolute_url()).status_code for product in products]
        job = tasks.refresh.enqueue([products[0].pk])
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        # The pool notices before it hands a dead connection out; a worker that died is started by systemd.
        assert pages == [200] * 3, round_number
        if worker.poll() is not None:
            worker = site.work()
        wait_until(lambda job=job: ended(job))

    assert visitor.look("/healthz").json()["waiting_jobs"] == 0
    assert_sound()


def test_asked_to_stop_a_server_answers_what_it_has_and_a_worker_ends_in_order(site):
    server, address = site.serve()
    worker = site.work()
    wait_until(lambda: jobs.Worker.objects.exists(), worker)
    assert Browser(address).look("/healthz").status_code == 200

    for process in (server, worker):
        process.send_signal(signal.SIGTERM)

    assert server.wait(timeout=60) == 0 and worker.wait(timeout=60) == 0
    assert not jobs.Worker.objects.exists()
