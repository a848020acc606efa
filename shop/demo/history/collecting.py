"""What happens while a group order collects: people join, change their minds, leave; the handler mends the rest."""

from datetime import timedelta

from procurement.collection import direct_orders, group_orders, listed_people, people_workbook
from procurement.models.group_orders import new_token

from . import offers
from .timeline import later
from .wishes import Wisher


def create(story, handler, at):
    """Create the story's draft."""
    group_order = group_orders.create(
        items=[(product, 0) for product in story.products],
        rules=story.rules,
        note=story.note,
        **_facts(story, handler, at),
    )
    if group_order.is_for_list:
        people = [_listed(person, place) for place, person in enumerate(story.people)]
        listed_people.put(group_order=group_order, people=people, by=handler, at=at)
    return group_order


def create_directly(story, handler, at):
    """Create the story's order of what the unit needs itself, without a collection."""
    packs = [
        (product, offers.whole(product, offers.least(product) + place)) for place, product in enumerate(story.products)
    ]
    facts = _facts(story, handler, at)
    del facts["deadline_at"]
    return direct_orders.create(packs=packs, token=new_token(), note=story.note, **facts)


def collect(group_order, story, at, rng):
    """Let people join one after another until the deadline; now and then one changes or withdraws."""
    wisher = Wisher(group_order, story.share, rng)
    spare = (story.deadline_at - at).total_seconds() * 0.9
    joined_ats = sorted(at + timedelta(seconds=rng.uniform(60, spare)) for _ in story.people)
    for number, (person, joined_at) in enumerate(zip(story.people, joined_ats, strict=True)):
        at = yield joined_at
        participant = group_orders.join(
            group_order=group_order,
            name=person.name,
            mobile=person.mobile,
            department=person.department,
            by=person.user,
            code=group_order.join_code,
            at=at,
            **wisher.ask(),
        )
        if rng.random() < 0.05:
            group_orders.change(participant=participant, at=later(at, rng, 0, 0.2), **wisher.ask())
        elif number > 4 and rng.random() < 0.02:
            group_orders.withdraw(participant=participant, at=later(at, rng, 0, 0.2))


def mend(group_order, handler, at):
    """Top up what misses its minimum by little, and drop what misses it by much."""
    wanted = group_order.items.filter(quantity__gt=0).count()
    for item, _ in group_orders.problems(group_order):
        needed = offers.whole(item.product, max(offers.least(item.product), item.quantity))
        is_dropped = item.quantity * 2 < needed and wanted > 1
        wanted -= is_dropped
        top_up = 0 if is_dropped else needed - item.quantity
        group_orders.decide(item=item, top_up=top_up, is_dropped=is_dropped, by=handler, at=at)


def _facts(story, handler, at):
    unit = story.unit
    return {
        "unit": unit,
        "title": story.title,
        "fund_source": story.fund_source,
        "deadline_at": story.deadline_at,
        "delivery": (unit.delivery_street, unit.delivery_contact, unit.delivery_mobile),
        "by": handler,
        "at": at,
        "is_demo": True,
    }


def _listed(person, place):
    """Name somebody with the whole mobile number, or with its last four digits only."""
    mobile = person.mobile if place % 3 else ""
    return people_workbook.Person(person.name, person.mobile[-4:], person.department, mobile)
