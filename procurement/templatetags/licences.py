"""How long a licence still holds, in words."""

from dataclasses import dataclass

from django import template

from ..models.licences import NEAR_DAYS

register = template.Library()


@dataclass(frozen=True)
class Term:
    """``words`` name the last day, ``left`` how far it is when it is near, with the tone of that badge."""

    words: str
    left: str = ""
    tone: str = ""


@register.simple_tag
def licence_term(licence, today):
    """Return the ``Term`` of a licence, seen today."""
    days = licence.days_left(today)
    if days is None:
        return Term("长期有效")
    words = f"有效期至 {licence.expires_on:%Y-%m-%d}"
    if days < 0:
        return Term(words, "已到期", "bad")
    if days <= NEAR_DAYS:
        return Term(words, f"还有 {days} 天" if days else "今天到期", "warn")
    return Term(words)
