"""A unit's group robot: who may set it, what it says, and what is told when it cannot."""

import socket
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from procurement.models import Role
from shop.inbox import deliveries, messages, robots
from shop.inbox.kinds import Kind
from shop.inbox.models import Delivery, Robot
from shop.inbox.outside.policy import is_public
from tests.factories import UnitFactory, join_unit
from tests.shop import hooks

pytestmark = pytest.mark.django_db
URL = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=c0ffee-7a1b"


def url(name, unit):
    return reverse(f"inbox:{name}", args=[unit.code])


@pytest.fixture
def dns(monkeypatch):
    """A resolver that knows two names, one of them of an inner machine."""
    names = {"qyapi.weixin.qq.com": "8.8.8.8", "inner.example.com": "10.0.0.8"}

    def resolve(host, port, **kinds):
        if host not in names:
            raise socket.gaierror
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (names[host], port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


@pytest.fixture(scope="module")
def server():
    with hooks.serve() as (received, policy):
        yield received, policy


@pytest.fixture
def robot(unit, handler, now):
    return Robot.objects.create(unit=unit, url=f"https://{hooks.HOST}/send?key=1", set_by=handler, set_at=now)


class Thing:
    title, number = "春节慰问", "JH2026-000001"


def tell(unit, **facts):
    return messages.tell(kind=Kind.APPROVED, at=timezone.now(), unit=unit, group_order=Thing(), **facts)


def test_a_handler_sets_the_robot_and_a_hello_is_on_its_way(client, handler, unit, dns):
    client.force_login(handler)

    assert client.post(url("robot", unit), {"url": f" {URL} "}).status_code == 302

    robot = Robot.objects.get()
    assert (robot.unit, robot.url, robot.set_by) == (unit, URL, handler)
    assert "群机器人已接通" in robot.deliveries.get().text
    text = client.get(url("robot", unit)).text
    assert "企业微信" in text and "正在发送" in text
    assert "c0ffee" not in text, "the key is a secret"


def test_the_administrator_may_set_it_too(client, unit, dns):
    client.force_login(join_unit(unit, Role.ADMINISTRATOR))

    assert client.post(url("robot", unit), {"url": URL}).status_code == 302


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "请粘贴"),
        ("http://qyapi.weixin.qq.com/x", "https://"),
        ("https://127.0.0.1/x", "域名"),
        ("https://localhost/x", "域名"),
        ("https://inner.example.com/x", "内部网络"),
        ("https://unknown.example.com/x", "找不到"),
        ("https://qyapi.weixin.qq.com/" + "x" * 500, "500"),
    ],
)
def test_a_bad_address_is_refused_with_the_reason(client, handler, unit, dns, address, words):
    client.force_login(handler)

    answer = client.post(url("robot", unit), {"url": address})

    assert answer.status_code == 400 and words in answer.text
    assert not Robot.objects.exists()


@pytest.mark.parametrize("name", ["robot", "robot_test", "robot_remove"])
def test_others_of_the_unit_may_not_and_strangers_find_nothing(client, name, unit, robot, member, stranger_handler):
    client.force_login(member)
    assert client.post(url(name, unit)).status_code == 403

    client.force_login(stranger_handler)
    assert client.post(url(name, unit)).status_code == 404
    assert client.get(url("robot", unit)).status_code == 404
    assert Robot.objects.exists()


def test_testing_and_removing_want_a_post(client, handler, unit, robot):
    client.force_login(handler)

    assert client.get(url("robot_test", unit)).status_code == 405
    assert client.get(url("robot_remove", unit)).status_code == 405


def test_the_test_button_works_twice_a_minute_at_most(client, handler, unit, robot):
    client.force_login(handler)
    for _ in range(2):
        client.post(url("robot_test", unit))

    assert robot.deliveries.count() == 1
    robots.try_out(robot=robot, at=timezone.now() + timedelta(minutes=1))
    assert robot.deliveries.count() == 2


def test_a_robot_is_removed_with_what_it_has_not_said(client, handler, unit, robot):
    tell(unit)
    client.force_login(handler)

    client.post(url("robot_remove", unit))
    client.post(url("robot_remove", unit))

    assert not Robot.objects.exists() and not Delivery.objects.exists()


def test_a_unit_s_message_is_said_once_in_its_own_group(unit, robot, handler, approver, stranger_handler, now):
    other = stranger_handler.memberships.get().unit
    Robot.objects.create(unit=other, url=URL, set_by=stranger_handler, set_at=now)

    tell(unit, people=[handler, approver], by=approver)

    delivery = Delivery.objects.get()
    assert delivery.robot == robot
    assert delivery.text.startswith("【湖西优选】已批准：春节慰问\n")


def test_a_unit_without_a_robot_says_nothing(handler):
    tell(UnitFactory(), people=[handler])

    assert not Delivery.objects.exists()


def test_the_group_gets_the_text_and_the_page_shows_that_it_did(client, robot, unit, handler, server):
    received, policy = server
    tell(unit, people=[handler], link="/x/")

    assert deliveries.attempt(pk=Delivery.objects.get().pk, at=timezone.now(), policy=policy) is None

    path, posted = received[-1]
    assert path == "/send?key=1" and posted["msgtype"] == "text"
    assert posted["text"]["content"].endswith("http://127.0.0.1:8000/x/")
    client.force_login(handler)
    text = client.get(url("robot", unit)).text
    assert "已送达" in text and "正常" in text


@pytest.mark.parametrize(
    ("path", "words"), [("invalid", "机器人已被移除"), ("broken", "500"), ("elsewhere", "跳转"), ("trickle", "及时")]
)
def test_what_went_wrong_is_shown_and_tried_again(client, robot, unit, handler, server, path, words):
    robot.url = f"https://{hooks.HOST}/{path}"
    robot.save()
    tell(unit)

    assert deliveries.attempt(pk=Delivery.objects.get().pk, at=timezone.now(), policy=server[1])

    client.force_login(handler)
    text = client.get(url("robot", unit)).text
    assert words in text and "没有送达" not in text, "it is still to be tried"
    robot.deliveries.update(given_up_at=timezone.now())
    assert "没有送达" in client.get(url("robot", unit)).text


def test_an_address_that_became_an_inner_one_is_refused_when_it_is_spoken_to(robot, unit, server):
    received, policy = server
    tell(unit)
    before = len(received)

    deliveries.attempt(pk=Delivery.objects.get().pk, at=timezone.now(), policy=replace(policy, is_allowed=is_public))

    assert len(received) == before
    robot.refresh_from_db()
    assert not robot.is_working and "内部网络" in robot.result


def test_a_long_text_is_cut_to_what_a_robot_takes_at_a_whole_character():
    content = robots.payload("春" * 1000)["text"]["content"]

    assert content == "春" * 666


def test_the_settings_page_lists_the_units_one_may_set(client, handler, unit, member):
    client.force_login(handler)
    assert url("robot", unit) in client.get(reverse("inbox:settings")).text

    client.force_login(member)
    assert url("robot", unit) not in client.get(reverse("inbox:settings")).text
