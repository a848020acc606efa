"""Units that ask to join: apply, resubmit, send back, admit."""

from django.db import IntegrityError, transaction

from .. import messages
from ..models import Role, UnitApplication
from . import invitations, units

Status = UnitApplication.Status
MOVES = {
    Status.SUBMITTED: {Status.ADMITTED, Status.RETURNED},
    Status.RETURNED: {Status.SUBMITTED},
    Status.ADMITTED: set(),
}
FACTS = "name short_name credit_code kind supervisor headcount contact_name contact_phone note".split()


class Refused(Exception):
    """The step does not fit; the message tells the person why, ``field`` where."""

    def __init__(self, message, field=None):
        super().__init__(message)
        self.field = field


class IllegalMove(Refused):
    """The application is not in a state that allows this step."""

    def __init__(self, old):
        super().__init__(f"这份申请当前为“{Status(old).label}”，没有重复办理。")


@transaction.atomic
def submit(*, at, token, **facts):
    """Hand in an application; the same form sent twice makes one.

    :param token: key of the form that was sent; it becomes the key of the applicant's link.
    :param facts: see ``FACTS``.
    :raises Refused: if the credit code is a unit's already or waits in another application.
    """
    if twin := UnitApplication.objects.filter(token=token).first():
        return twin
    _check_credit_code(facts["credit_code"])
    try:
        with transaction.atomic():
            application = UnitApplication.objects.create(token=token, submitted_at=at, **facts)
    except IntegrityError:
        raise _already_waits() from None
    application.moves.create(old="", new=Status.SUBMITTED, by=None, at=at)
    messages.applications.submitted(application, at=at)
    return application


@transaction.atomic
def resubmit(*, application, at, **facts):
    """Hand in an application again that was sent back.

    :raises Refused: unless it was sent back, or as ``submit``.
    """
    locked = _lock_for(application, Status.SUBMITTED)
    _check_credit_code(facts["credit_code"])
    for key in FACTS:
        setattr(locked, key, facts[key])
    locked.submitted_at = at
    try:
        with transaction.atomic():
            _move(locked, Status.SUBMITTED, by=None, at=at)
    except IntegrityError:
        raise _already_waits() from None
    messages.applications.submitted(locked, at=at)
    return locked


@transaction.atomic
def send_back(*, application, by, at, reason):
    """Return an application with a reason that the applicant sees.

    :raises IllegalMove: unless it waits.
    """
    locked = _lock_for(application, Status.RETURNED)
    return _move(locked, Status.RETURNED, by=by, at=at, reason=reason)


@transaction.atomic
def admit(*, application, code, by, at, parent=None):
    """Create the unit and an invitation for its first administrator, which the applicant's link shows.

    :raises IllegalMove: unless it waits.
    :raises Refused: if the unit's code or credit code is taken.
    """
    locked = _lock_for(application, Status.ADMITTED)
    facts = {key: getattr(locked, key) for key in ("name", "short_name", "kind", "headcount", "credit_code")}
    try:
        unit = units.create(code=code, parent=parent, by=by, at=at, **facts)
    except units.Refused as refusal:
        raise Refused(str(refusal), refusal.field) from refusal
    units.set_contact(unit=unit, contact_name=locked.contact_name, contact_phone=locked.contact_phone, by=by, at=at)
    locked.unit = unit
    locked.invitation = invitations.invite(unit=unit, roles=[Role.ADMINISTRATOR, Role.HANDLER], by=by, at=at)
    return _move(locked, Status.ADMITTED, by=by, at=at)


def _lock_for(application, to):
    locked = UnitApplication.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if to not in MOVES[locked.status]:
        raise IllegalMove(locked.status)
    return locked


def _move(locked, to, *, by, at, reason=""):
    locked.moves.create(old=locked.status, new=to, by=by, at=at, reason=reason)
    locked.status = to
    locked.save()
    return locked


def _check_credit_code(credit_code):
    try:
        units.check_credit_code(credit_code)
    except units.Refused as refusal:
        raise Refused(f"{refusal}要加入它，请联系该单位的管理员或县协作办。", "credit_code") from refusal


def _already_waits():
    return Refused("这个统一社会信用代码已有一份申请在审核，请等县协作办答复。", "credit_code")
