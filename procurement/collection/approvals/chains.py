"""Which steps a purchase of an amount goes through in a unit."""

from shop.produce.money import ZERO

ALWAYS = ZERO
# Nothing goes without approval: where no step applies, any approver decides.
DEFAULT = {"name": "审批", "people": []}


def of(unit):
    """Return the steps a unit has set, in their order, with the people named."""
    return list(unit.approval_steps.prefetch_related("people").order_by("position", "pk"))


def steps_for(unit, amount):
    """Return ``[{"name": str, "people": [user pk]}]`` for an amount in CNY, as a submission keeps them."""
    return applying(of(unit), amount)


def applying(steps, amount):
    """Return those of a unit's steps that apply to an amount, as a submission keeps them; never none."""
    return [kept(step) for step in steps if step.from_amount <= amount] or [DEFAULT]


def kept(step):
    return {"name": step.name, "people": sorted(person.pk for person in step.people.all())}
