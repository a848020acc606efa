"""A person's e-mail address: taken only after a link sent to it was opened."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse

from . import deliveries, texts
from .models import Delivery

SALT = "inbox.email"
VALID = timedelta(days=1)
# Letters a day to addresses that are not confirmed: the form must not serve to pester strangers.
LETTERS = 5


class Refused(Exception):
    """The address cannot be taken; the message tells why."""


@transaction.atomic
def ask(*, user, email, at):
    """Send a link to an address; opening it makes the address the person's.

    :raises Refused: for a demo account, whose password everybody knows, and after too many letters in a day.
    """
    if user.is_demo:
        raise Refused("演示账号不能设置邮箱。")
    letters = Delivery.objects.filter(user=user, created_at__gt=at - VALID).exclude(email=user.email)
    if letters.count() >= LETTERS:
        raise Refused("今天已经发过多封确认邮件，请明天再试。")
    token = signing.dumps({"user": user.pk, "email": email}, salt=SALT)
    link = texts.absolute(reverse("inbox:confirm_email", args=[token]))
    text = f"请在一天内打开下面的链接，确认用这个邮箱接收消息：\n\n{link}\n\n不是您本人操作的话，请不用理会。"
    title = f"确认邮箱 · {settings.SITE_NAME}"
    deliveries.write_mail(user=user, email=email, title=title, text=text, at=at)


def address_in(token, user):
    """Return the address that a link confirms for a person.

    :raises Refused: if the link is forged, too old or another person's.
    """
    try:
        asked = signing.loads(token, salt=SALT, max_age=VALID)
    except signing.BadSignature as error:
        raise Refused("这个链接无效或已过期，请重新填写邮箱。") from error
    if asked["user"] != user.pk:
        raise Refused("这个链接属于另一个账号，请换用那个账号登录。")
    return asked["email"]


def take(*, user, email):
    """Make an address the person's; an empty one ends all e-mail."""
    user.email = email
    user.save(update_fields=["email"])
