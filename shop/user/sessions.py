"""How long a login lasts, and what a person has to do first: both written into the session when they log in."""

from django.conf import settings
from django.utils import timezone

from . import factors, passwords, roles

BEGAN, SEEN, PASSWORD, STAFFED, TODO = "began_at", "seen_at", "password_at", "is_staffed", "todo"
CHANGE_PASSWORD, SET_UP_FACTOR = "user:password", "user:factor"
# Seen is written at most once a minute: a read should not become a write.
STEP = 60


def begin(request, user):
    """Write down when a login began, of whom, and what they have to do before anything else."""
    held, now = roles.of(user), timezone.now()
    at = int(now.timestamp())
    request.session.update({BEGAN: at, SEEN: at, PASSWORD: at, STAFFED: bool(held)})
    request.session[TODO] = _todo(user, held, now)


def is_over(session, at):
    """Tell whether the login of somebody with a role lasted or lay idle too long; for others the cookie decides."""
    if not session.get(STAFFED):
        return False
    idle, whole = settings.SESSION_IDLE_MINUTES * 60, settings.SESSION_HOURS * 3600
    return at - session.get(SEEN, 0) > idle or at - session.get(BEGAN, 0) > whole


def see(session, at):
    if session.get(STAFFED) and at - session.get(SEEN, 0) > STEP:
        session[SEEN] = at


def confirm(session, at):
    """Write down that the person just typed their password."""
    session[PASSWORD] = at


def is_confirmed(session, at):
    return at - session.get(PASSWORD, 0) <= settings.CONFIRM_MINUTES * 60


def done(session, what):
    """Strike out what had to be done, and name what is left."""
    if session.get(TODO) == what:
        session[TODO] = ""


def _todo(user, held, now):
    if user.has_given_password or (held and passwords.is_stale(user, now, settings.PASSWORD_RULES)):
        return CHANGE_PASSWORD
    return SET_UP_FACTOR if held and factors.is_required(held) and not factors.device_of(user) else ""
