"""How some units approve: in steps by amount, with a stand-in for these days."""

from datetime import timedelta
from decimal import Decimal

from procurement.collection.approvals import setup

# Unit, and the amount from which its second step applies, in CNY.
SECOND_STEP = {"SY009": Decimal(5000), "JG013": Decimal(20000), "JG026": Decimal(20000)}
STAND_IN_UNIT = "SY009"
GIFT_CEILING = Decimal(1000)


def set_up(cast, at):
    """Give some units a chain: any approver first, from an amount on one who is named."""
    for unit in cast.units:
        if unit.code in SECOND_STEP:
            who = {"unit": unit, "by": cast.handler(unit), "at": at}
            leader = cast.leader(unit)
            setup.put_step(name="办公室审核", from_amount=Decimal(0), people=[], **who)
            setup.put_step(name="分管领导审批", from_amount=SECOND_STEP[unit.code], people=[leader], **who)


def stand_in(cast, at):
    """Let somebody stand in for an approver this week, and give the unit a ceiling of gifts."""
    unit = next(unit for unit in cast.units if unit.code == STAND_IN_UNIT)
    days = {"from_on": at.date() - timedelta(days=1), "to_on": at.date() + timedelta(days=6)}
    who = {"unit": unit, "by": cast.handler(unit), "at": at}
    setup.put_stand_in(absent=cast.approver(unit), person=cast.leader(unit), **days, **who)
    setup.set_policy(gift_ceiling=GIFT_CEILING, **who)
