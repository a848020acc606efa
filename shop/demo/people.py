"""Demo people: one number gives the mobile, the name and the place.

001 works in the county office, 002-016 for the suppliers in their order, 017-036 are public shoppers. The unit in row
``n`` of ``units.csv`` (from 0) has the numbers from ``100 + 10 n`` on; the last digit tells the role.
"""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from procurement.models import Membership, Role, Unit
from shop.user.hats import OFFICE_GROUP
from shop.user.models import User

from . import tables

# Printed for every visitor, and useless elsewhere.
PASSWORD = "huxi-demo-2026"  # noqa: S105 (of invented people)
OFFICE, FIRST_OPERATOR, FIRST_SHOPPER = 1, 2, 17
SHOPPERS = range(FIRST_SHOPPER, FIRST_SHOPPER + 20)
HANDLER, APPROVER, ACCEPTOR, UNION_OFFICER = 1, 2, 3, 6
# Last digit of a unit's person, with role and department.
PLACES = {
    HANDLER: (Role.HANDLER, "办公室"),
    APPROVER: (Role.APPROVER, "办公室"),
    ACCEPTOR: (Role.ACCEPTOR, "后勤保障"),
    4: (Role.MEMBER, "综合科"),
    5: (Role.MEMBER, "业务科"),
    UNION_OFFICER: (Role.HANDLER, "工会"),
}
SMALL = 60
SUPERVISOR = "主管部门"


def mobile(number):
    return f"100{number:08d}"


def number_in_unit(place, digit):
    """Return the number of the person with a last digit in the unit at a place in ``units.csv``."""
    return 100 + 10 * place + digit


def load():
    """Create the people that are missing; return how many there are."""
    known = set(User.objects.filter(is_demo=True).values_list("mobile", flat=True))
    missing = [number for number in _numbers() if mobile(number) not in known]
    # One hash for all of them: hashing hundreds of times would take minutes, and the password is public anyway.
    password = make_password(PASSWORD) if missing else ""
    User.objects.bulk_create(
        User(mobile=mobile(number), name=f"演示用户{number:03d}", password=password, is_demo=True) for number in missing
    )
    by_number()[OFFICE].groups.add(Group.objects.get(name=OFFICE_GROUP))
    return len(_numbers())


def load_memberships():
    """Give each unit its people; the first handler also administers it.

    Approvers of a supervising unit also approve for the small units below it.
    """
    units = {unit.code: unit for unit in Unit.objects.filter(is_demo=True).select_related("parent")}
    persons, rows = by_number(), tables.read("units")
    places = {row["code"]: place for place, row in enumerate(rows)}
    wanted = []
    for row in rows:
        unit = units[row["code"]]
        for digit in _digits(row):
            role, department = PLACES[digit]
            person = persons[number_in_unit(places[unit.code], digit)]
            wanted.append(Membership(user=person, unit=unit, role=role, department=department))
            if digit == HANDLER:
                wanted.append(Membership(user=person, unit=unit, role=Role.ADMINISTRATOR, department=department))
        if unit.parent and unit.headcount < SMALL:
            person = persons[number_in_unit(places[unit.parent.code], APPROVER)]
            wanted.append(Membership(user=person, unit=unit, role=Role.APPROVER, department=SUPERVISOR))
    Membership.objects.bulk_create(wanted, ignore_conflicts=True)
    return len(wanted)


def by_number():
    """Return the demo's people by number."""
    return {int(user.mobile[3:]): user for user in User.objects.filter(is_demo=True)}


def _numbers():
    units = tables.read("units")
    in_units = [number_in_unit(place, digit) for place, row in enumerate(units) for digit in _digits(row)]
    operators = range(FIRST_OPERATOR, FIRST_OPERATOR + len(tables.read("suppliers")))
    return [OFFICE, *operators, *SHOPPERS, *in_units]


def _digits(row):
    """Return the last digits of a unit's people; the union's officer is one of a mass organisation or a large unit."""
    has_officer = row["kind"] == "群团" or int(row["headcount"]) >= 100
    return [digit for digit in PLACES if digit != UNION_OFFICER or has_officer]
