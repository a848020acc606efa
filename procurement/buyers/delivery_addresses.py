"""Where a unit receives goods: one default address, in the unit's own fields, and any number of others."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from ..models import UnitRecord
from . import members, unit_records

LIMIT = 20
DEFAULT = "default"


class Refused(Exception):
    """The address does not fit; the message tells the person why."""


@dataclass(frozen=True)
class Place:
    """An address to choose: ``key`` is ``default`` or the row's number."""

    key: str
    street: str
    contact: str
    mobile: str

    @property
    def is_default(self):
        return self.key == DEFAULT

    @property
    def delivery(self):
        """What a group order takes: ``(street, contact, mobile)``."""
        return self.street, self.contact, self.mobile


def of(unit):
    """Return a unit's places, the default one first; none when it has not given any."""
    own = Place(DEFAULT, unit.delivery_street, unit.delivery_contact, unit.delivery_mobile)
    others = [Place(str(row.pk), row.street, row.contact, row.mobile) for row in unit.delivery_addresses.all()]
    return ([own] if own.street else []) + others


@transaction.atomic
def add(*, unit, street, contact, mobile, by, at):
    """Add an address; a unit's first one becomes its default.

    :raises Refused: if it is there already, or if there are too many.
    """
    locked = members.lock(unit)
    if not locked.delivery_street:
        return change_default(unit=unit, street=street, contact=contact, mobile=mobile, by=by, at=at)
    if locked.delivery_addresses.count() >= LIMIT:
        raise Refused(f"最多存 {LIMIT} 个其他地址，请先删除不用的。")
    _refuse_default(locked, street, contact)
    try:
        with transaction.atomic():
            locked.delivery_addresses.create(street=street, contact=contact, mobile=mobile)
    except IntegrityError:
        raise Refused("这个地址和联系人已经有了。") from None
    _record(unit, f"新增 {street}", by, at)


@transaction.atomic
def change(*, address, street, contact, mobile, by, at):
    """Change one of the other addresses.

    :raises Refused: if that makes it the same as another.
    """
    address.street, address.contact, address.mobile = street, contact, mobile
    _refuse_default(address.unit, street, contact)
    try:
        with transaction.atomic():
            address.save()
    except IntegrityError:
        raise Refused("这个地址和联系人已经有了。") from None
    _record(address.unit, f"修改 {street}", by, at)


@transaction.atomic
def change_default(*, unit, street, contact, mobile, by, at):
    """Change the default address."""
    _write_default(unit, street, contact, mobile)
    _record(unit, f"默认地址 {street}", by, at)


@transaction.atomic
def make_default(*, address, by, at):
    """Let another address be the default; the two change places."""
    unit = members.lock(address.unit)
    old = unit.delivery_street, unit.delivery_contact, unit.delivery_mobile
    _write_default(unit, address.street, address.contact, address.mobile)
    _record(unit, f"默认地址 {address.street}", by, at)
    if old[0]:
        address.street, address.contact, address.mobile = old
        address.save()
    else:
        address.delete()


@transaction.atomic
def remove(*, address, by, at):
    """Forget an address; orders keep the one they were placed with."""
    _record(address.unit, f"删除 {address.street}", by, at)
    address.delete()


def _refuse_default(unit, street, contact):
    if (unit.delivery_street, unit.delivery_contact) == (street, contact):
        raise Refused("这就是默认地址。")


def _write_default(unit, street, contact, mobile):
    unit.delivery_street, unit.delivery_contact, unit.delivery_mobile = street, contact, mobile
    unit.save(update_fields=["delivery_street", "delivery_contact", "delivery_mobile"])


def _record(unit, words, by, at):
    unit_records.write(unit=unit, what=UnitRecord.What.ADDRESS, by=by, at=at, words=words)
