"""Workers that are killed, and jobs that fail; every job is done or parked."""

import signal

import pytest
from django_tasks_db.models import DBTaskResult

from shop.payments.tasks import send_refund
from shop.search import tasks
from tests import factories

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
