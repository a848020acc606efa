"""Issue, revoke and recognise tokens; count what each asks in a minute, in rows that all processes share."""

import hashlib
import secrets
from datetime import timedelta

from django.db import IntegrityError, transaction

from ..models import ApiRequest, ApiToken
from ..moves import Refused

PREFIX, SHOWN = "hx_", 8
WITHIN, PER_MINUTE = timedelta(minutes=1), 120


class TooMany(Exception):
    """The token asked too often in the last minute."""


def issue(*, name, by, at, unit=None):
    """Return ``(ApiToken, its text)``; the text is told once and kept nowhere.

    :raises Refused: if a valid token has that name.
    """
    text = PREFIX + secrets.token_urlsafe(32)
    facts = {"start": text[:SHOWN], "digest": _digest(text), "issued_by": by, "issued_at": at}
    try:
        with transaction.atomic():
            return ApiToken.objects.create(unit=unit, name=name, **facts), text
    except IntegrityError:
        raise Refused(f"已有用途为“{name}”的令牌。要换新的，请先撤销旧的。") from None


def revoke(*, token, by, at):
    """End a token at once; twice is as good as once."""
    ApiToken.objects.valid().filter(pk=token.pk).update(revoked_by=by, revoked_at=at)


def find(text, *, at):
    """Return the valid token of a text, counting the request; None if there is none.

    Written down before it is counted, so that none slips by beside another.

    :raises TooMany: beyond ``PER_MINUTE``.
    """
    token = ApiToken.objects.valid().select_related("unit").filter(digest=_digest(text)).first()
    if token is None:
        return None
    rows = ApiRequest.objects.filter(token=token)
    rows.filter(at__lte=at - WITHIN).delete()
    request = ApiRequest.objects.create(token=token, at=at)
    if rows.count() > PER_MINUTE:
        request.delete()
        raise TooMany
    ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)
    return token


def _digest(text):
    """A token is random enough that a plain SHA-256 cannot be guessed back."""
    return hashlib.sha256(text.encode()).hexdigest()
