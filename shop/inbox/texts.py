"""The words of a message: its template, and how it reads in an e-mail and in a group chat."""

from urllib.parse import urljoin

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse

from .models.messages import BODY_LENGTH, TITLE_LENGTH


def render(kind, words):
    """Return title and body of a kind of message; the first line of its template is the title.

    :param words: what the template speaks about.
    """
    template = get_template(f"inbox/messages/{kind.lower()}.txt").template
    # Plain text: the page that shows it escapes it.
    text = template.render(Context(words, autoescape=False)).strip()
    title, _, body = text.partition("\n")
    lines = [" ".join(line.split()) for line in body.splitlines()]
    return " ".join(title.split())[:TITLE_LENGTH], "\n".join(filter(None, lines))[:BODY_LENGTH]


def mail(body, link):
    """Return the text of an e-mail; its subject is the title."""
    footer = f"不想再收到这类邮件，请到这里设置：{absolute(reverse('inbox:settings'))}"
    return "\n\n".join(filter(None, [body, absolute(link), "——", settings.SITE_NAME, footer]))


def post(title, body, link):
    """Return what a robot says in a group chat. The site's name in front serves as 钉钉's keyword."""
    return "\n".join(filter(None, [f"【{settings.SITE_NAME}】{title}", body, absolute(link)]))


def absolute(link):
    """Return a link of the site with its host; nothing for nothing."""
    return urljoin(settings.SITE_URL, link) if link else ""
