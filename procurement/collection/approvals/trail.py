"""The record of a group order's approval: where it stands, and who said what and when."""

from dataclasses import dataclass, field

from shop.user.models import User

from ...models import ApprovalDecision


@dataclass(frozen=True)
class Stop:
    """One step of the newest submission: who is named, if anybody, and the decision once there is one."""

    name: str
    people: list = field(default_factory=list)
    decision: ApprovalDecision | None = None
    is_here: bool = False


def rounds(group_order):
    """Return the submissions with their decisions, the oldest first; three queries for any number of them."""
    requests = group_order.approval_requests.select_related("by")
    return list(requests.prefetch_related("decisions__by", "decisions__on_behalf_of"))


def stops(request, *, is_waiting=False):
    """Return the steps of a submission.

    :param is_waiting: whether it waits for the step that is not yet decided.
    """
    decided = {decision.step: decision for decision in request.decisions.all() if decision.is_approval}
    names = _names(request.steps)
    return [
        Stop(
            name=step["name"],
            people=[names[pk] for pk in step["people"] if pk in names],
            decision=decided.get(place),
            is_here=is_waiting and place == request.place,
        )
        for place, step in enumerate(request.steps)
    ]


def _names(steps):
    wanted = {pk for step in steps for pk in step["people"]}
    return {person.pk: person for person in User.objects.filter(pk__in=wanted)} if wanted else {}
