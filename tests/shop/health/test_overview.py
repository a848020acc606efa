"""The page of the site's state: who sees it, and what it says when something is wrong."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from shop.health import jobs, overview
from shop.payments.models import GatewayEvent
from shop.user import permissions, roles
from tests import factories

PAGE = reverse("system:index")


@pytest.fixture
def caretaker(db):
    made = factories.UserFactory()
    made.groups.add(Group.objects.get(name=roles.GROUPS[permissions.SYSTEM]))
    return made


def part(name, at=None):
    return next(part for part in overview.parts(at or timezone.now()) if part.name == name)


def test_the_system_administrator_lands_on_it(client, caretaker):
    client.force_login(caretaker)

    assert client.get(reverse("user:home")).url == PAGE
    assert "搜索索引" in strip_tags(client.get(PAGE).text)


def test_others_do_not_see_it(client, handler):
    client.force_login(handler)

    assert client.get(PAGE).status_code == 404


def test_a_site_without_workers_and_backups_says_so(db):
    assert part("后台进程").is_bad and "db_worker" in part("后台进程").advice
    assert part("最近备份").is_bad and part("最近备份").said == "没有"


def test_a_worker_that_beats_is_well(db):
    jobs.beat(name="w1", machine="m", at=timezone.now())

    assert part("后台进程").is_well and part("后台进程").said == "1 个在运行"


def test_a_parked_job_is_shown_with_its_error(client, caretaker):
    DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}}, priority=0, task_path="shop.x", queue_name="default",
        backend_name="default", status=TaskResultStatus.FAILED, exception_class_path="builtins.ValueError",
        finished_at=timezone.now(), run_after=timezone.now(), traceback="",
    )  # fmt: skip
    client.force_login(caretaker)

    said = strip_tags(client.get(PAGE).text)

    assert part("停下的任务").is_odd
    assert "shop.x" in said and "builtins.ValueError" in said


def test_messages_of_payment_that_failed_are_counted(db, settings):
    assert part("在线支付消息").said == "没有开通在线支付"
    settings.STRIPE_SECRET_KEY = "sk_test_x"
    facts = {"gateway": "stripe", "kind": "x", "received_at": timezone.now() - timedelta(hours=2)}
    GatewayEvent.objects.create(event="1", error="对方没有回答", **facts)
    GatewayEvent.objects.create(event="2", **facts)

    assert part("支付消息处理").said == "1 条没有办成" and part("支付消息处理").is_odd
    assert "2" in part("最近支付消息").said
