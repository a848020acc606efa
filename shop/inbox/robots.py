"""A unit's robot in a group chat of 企业微信 or 钉钉: set, try, remove, speak."""

import json
from datetime import timedelta

from django.db import transaction

from . import deliveries, outside, texts
from .models import Delivery, Robot
from .outside import PUBLIC, Failed

# 企业微信 takes 2048 bytes of text; 钉钉 more.
TEXT_BYTES = 2000
TRIAL_PAUSE = timedelta(seconds=30)


class TooSoon(Exception):
    """The robot was tried a moment ago."""


@transaction.atomic
def put(*, unit, url, by, at):
    """Give a unit a robot, or its robot another address, checked before; say hello there."""
    facts = {"url": url, "set_by": by, "set_at": at, "tried_at": None, "is_working": False, "result": ""}
    robot, _ = Robot.objects.update_or_create(unit=unit, defaults=facts)
    _say_hello(robot, at)
    return robot


@transaction.atomic
def try_out(*, robot, at):
    """Have a test sentence sent.

    :raises TooSoon: within half a minute of the last try.
    """
    if robot.deliveries.filter(created_at__gt=at - TRIAL_PAUSE).exists():
        raise TooSoon("刚刚发送过，请半分钟后再试。")
    _say_hello(robot, at)


def remove(*, unit):
    """Take a unit's robot away, with what it has not said yet; without one nothing changes."""
    Robot.objects.filter(unit=unit).delete()


def say(*, robot, text, at, policy=PUBLIC):
    """Say something in the group now, and write down at the robot how it went; call in the background.

    :raises Failed: if the group did not get it.
    """
    try:
        _accept(outside.post(robot.url, payload(text), policy=policy))
    except Failed as failure:
        _note(robot, False, str(failure), at)
        raise
    _note(robot, True, "已送达", at)


def payload(text):
    """Return the body of a text message as both 企业微信 and 钉钉 take it."""
    return {"msgtype": "text", "text": {"content": _cut(text)}}


def _accept(answer):
    """Check the answer: both platforms answer 200 with an ``errcode`` that is 0 when all is well."""
    try:
        told = json.loads(answer)
    except ValueError:
        return
    if isinstance(told, dict) and told.get("errcode", 0) != 0:
        raise Failed(f"群机器人没有接受：{str(told.get('errmsg', ''))[:100]}（{str(told['errcode'])[:20]}）")


def _say_hello(robot, at):
    title = "群机器人已接通"
    text = texts.post(title, f"{robot.unit.short_name}的采购消息会发到这个群。", "")
    deliveries.queue([Delivery(robot=robot, title=title, text=text, created_at=at)])


def _note(robot, is_working, result, at):
    # Only while its address is still the one that was tried.
    same = Robot.objects.filter(pk=robot.pk, url=robot.url)
    same.update(tried_at=at, is_working=is_working, result=result[:200])


def _cut(text):
    """Return a text cut to what a group robot takes, at a whole character."""
    return text.encode()[:TEXT_BYTES].decode(errors="ignore")
