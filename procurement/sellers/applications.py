"""People who ask to sell here: draft, submit, send back, approve."""

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from oscar.core.loading import get_model

from shop.produce.models import SupplierProfile

from .. import messages
from ..models import Licence, SupplierApplication, SupplierRole
from ..moves import Refused, Repeated
from . import licences, records, staff

Partner = get_model("partner", "Partner")
Status = SupplierApplication.Status
MOVES = {
    Status.DRAFT: {Status.SUBMITTED},
    Status.SUBMITTED: {Status.APPROVED, Status.RETURNED},
    Status.RETURNED: {Status.SUBMITTED},
    Status.APPROVED: set(),
}
FACTS = """name credit_code entity_type region address contact_name contact_phone contact_email main_products bank_name
    account_name bank_account""".split()
# What a supplier's profile takes over; the name is the partner's.
OF_PROFILE = [name for name in FACTS if name != "name"]


class Taken(Refused):
    """Somebody else has this already; ``field`` says what."""

    def __init__(self, message, field):
        super().__init__(message)
        self.field = field


def open_of(applicant):
    """Return the application a person has under way, or None."""
    return applicant.supplier_applications.exclude(status=Status.APPROVED).first()


@transaction.atomic
def start(*, applicant, at, **facts):
    """Begin an application; whoever has one under way goes on with that.

    :param facts: see ``FACTS``.
    :raises Taken: if the credit code is a supplier's.
    """
    _check_credit_code(facts["credit_code"])
    try:
        with transaction.atomic():
            return SupplierApplication.objects.create(applicant=applicant, created_at=at, **facts)
    except IntegrityError:
        return change(application=open_of(applicant), **facts)


@transaction.atomic
def change(*, application, **facts):
    """Write an application anew that was not handed in, or came back.

    :raises Refused: if it is neither, or as ``start``.
    """
    locked = lock_editable(application)
    _check_credit_code(facts["credit_code"])
    for key in FACTS:
        setattr(locked, key, facts[key])
    locked.save()
    return locked


@transaction.atomic
def submit(*, application, at):
    """Hand in an application, the first time or again.

    :raises Refused: without a business licence that is in force, or if it is handed in already.
    :raises Taken: if the credit code is a supplier's or waits in another application.
    """
    locked = _lock_for(application, Status.SUBMITTED)
    _check_credit_code(locked.credit_code)
    _check_licences(locked, localdate(at))
    locked.submitted_at = at
    try:
        with transaction.atomic():
            _move(locked, Status.SUBMITTED, by=locked.applicant, at=at)
    except IntegrityError:
        raise Taken("这个统一社会信用代码已有一份申请在审核，请等县协作办答复。", "credit_code") from None
    messages.suppliers.applied(locked, at=at)
    return locked


@transaction.atomic
def send_back(*, application, by, at, reason):
    """Return an application with a reason that the applicant sees.

    :raises Refused: unless it waits.
    """
    locked = _lock_for(application, Status.RETURNED)
    _move(locked, Status.RETURNED, by=by, at=at, reason=reason)
    messages.suppliers.answered(locked, by=by, at=at, reason=reason)
    return locked


@transaction.atomic
def approve(*, application, code, by, at):
    """Create the supplier with its licences and the applicant as its owner.

    :raises Repeated: if that was done already, as by a second click.
    :raises Refused: unless it waits, or if a licence ended meanwhile.
    :raises Taken: if the supplier's code or credit code is taken.
    """
    locked = _lock_for(application, Status.APPROVED)
    if locked.applicant_id == by.pk:
        raise Refused("不能审核自己提交的申请，请另一位同事办理。")
    _check_licences(locked, localdate(at))
    supplier = _create(locked, code)
    locked.licences.update(supplier=supplier, status=Licence.Status.CONFIRMED, decided_by=by, decided_at=at, reason="")
    records.write(supplier=supplier, what=records.What.CREATED, by=by, at=at, words=f"{code} {locked.name}")
    staff.join(supplier=supplier, user=locked.applicant, role=SupplierRole.OWNER, by=by, at=at)
    locked.supplier = supplier
    _move(locked, Status.APPROVED, by=by, at=at)
    messages.suppliers.answered(locked, by=by, at=at)
    return locked


def lock_editable(application):
    """Return an application that its applicant may change, under a row lock.

    :raises Refused: if it was handed in.
    """
    locked = _lock(application)
    if not locked.is_editable:
        raise Refused(f"这份申请{locked.get_status_display()}，不能修改。")
    return locked


def _create(application, code):
    try:
        with transaction.atomic():
            supplier = Partner.objects.create(code=code, name=application.name)
    except IntegrityError:
        raise Taken(f"供应商编码 {code} 已经有了，请换一个。", "code") from None
    facts = {key: getattr(application, key) for key in OF_PROFILE}
    facts["region"] = application.region.parent or application.region
    try:
        with transaction.atomic():
            SupplierProfile.objects.create(partner=supplier, is_demo=application.applicant.is_demo, **facts)
    except IntegrityError:
        raise _has_supplier() from None
    return supplier


def _check_licences(application, today):
    found = list(application.licences.all())
    if not any(row.kind == Licence.Kind.BUSINESS for row in found):
        raise Refused("请先上传营业执照。")
    for row in found:
        licences.check_in_force(row, today)


def _check_credit_code(credit_code):
    if SupplierProfile.objects.filter(credit_code=credit_code).exists():
        raise _has_supplier()


def _has_supplier():
    return Taken("这个统一社会信用代码已经是供应商。要为它工作，请让它的负责人邀请您。", "credit_code")


def _lock_for(application, to):
    locked = _lock(application)
    if locked.status == to:
        raise Repeated(f"这份申请{locked.get_status_display()}，没有重复办理。")
    if to not in MOVES[locked.status]:
        raise Refused(f"这份申请当前为“{locked.get_status_display()}”，不能这样办理。")
    return locked


def _lock(application):
    rows = SupplierApplication.objects.select_for_update(of=("self",)).select_related("applicant", "region__parent")
    return rows.get(pk=application.pk)


def _move(locked, to, *, by, at, reason=""):
    locked.moves.create(old=locked.status, new=to, by=by, at=at, reason=reason)
    locked.status = to
    locked.save()
