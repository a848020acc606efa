"""A group order before its approvers: whose turn it is, and for whom they act."""

from functools import cached_property

from django.utils.timezone import localtime

from shop.user.models import User

from ... import three_people
from ...moves import Refused, Repeated


class Case:
    """A submission at the step where it stands.

    Everyone decides once in a submission, unless a later step names them; nobody decides on what they handle or
    submitted. A stand-in acts in the place of somebody whose turn it is.
    """

    def __init__(self, group_order, roster):
        self.group_order, self.roster = group_order, roster

    @cached_property
    def _requests(self):
        return list(self.group_order.approval_requests.all())

    @property
    def request(self):
        """The newest submission, or None."""
        return self._requests[-1] if self._requests else None

    @cached_property
    def place(self):
        return self.request.place

    @property
    def has_step(self):
        """Whether a step of the newest submission is left."""
        return self.request is not None and self.place < len(self.request.steps)

    @property
    def step(self):
        """The step that waits: ``{"name": str, "people": [user pk]}``."""
        return self.request.steps[self.place]

    @property
    def is_last_step(self):
        return self.place + 1 == len(self.request.steps)

    @cached_property
    def hands(self):
        """The pks of those who handle or submitted it."""
        return three_people.handlers(self.group_order)

    @cached_property
    def deciders(self):
        """The pks of those whose turn it is."""
        unit = self.group_order.unit_id
        asked = self.roster.asked(unit, self.step)
        if not self.step["people"]:
            asked -= self._decided
        return asked - self.hands

    @cached_property
    def people(self):
        """Those whose turn it is, by name."""
        return list(User.objects.filter(pk__in=self.deciders).order_by("name", "pk"))

    def may_decide(self, person, at):
        """Tell whether a person may decide now, without a query of its own."""
        return person.pk in self.deciders or self._held(person, at) is not None

    def authority(self, person, at):
        """Return for whom a person decides the step that waits: None for themselves, else the absent person.

        :raises Repeated: if they have approved this submission already.
        :raises Refused: if it is not their turn; the message says why.
        """
        if person.pk in self.deciders:
            return None
        held = self._held(person, at)
        if held is None:
            raise self._refusal(person, at)
        return held.absent

    @cached_property
    def _decided(self):
        return {decision.by_id for decision in self.request.decisions.all() if decision.is_approval}

    def _stand_ins(self, person):
        """Return the rows by which a person stands in for those whose turn it is, the latest first."""
        rows = self.roster.stand_ins(self.group_order.unit_id, person)
        return sorted((row for row in rows if row.absent_id in self.deciders), key=lambda row: row.to_on, reverse=True)

    def _held(self, person, at):
        """Return the row by which a person stands in today for somebody whose turn it is, or None."""
        if person.pk in self.hands or person.pk in self._decided:
            return None
        day = localtime(at).date()
        return next((row for row in self._stand_ins(person) if row.holds_on(day)), None)

    def _refusal(self, person, at):
        if person.pk in self._decided:
            return Repeated("您已经批准过，没有重复办理。下一步须由其他审批人审批。")
        if person.pk in self.hands:
            return Refused(three_people.OWN)
        rows = self._stand_ins(person)
        return Refused(_out_of_date(rows[0], localtime(at).date()) if rows else self._whose_turn())

    def _whose_turn(self):
        names = "或".join(str(person) for person in self.people) or "其他审批人"
        return f"现在是“{self.step['name']}”这一步，由{names}审批。"


def _out_of_date(stand_in, day):
    if day < stand_in.from_on:
        return f"您代{stand_in.absent}审批从 {stand_in.from_on:%Y-%m-%d} 开始，现在还不能代为审批。"
    return f"您代{stand_in.absent}审批的期限已于 {stand_in.to_on:%Y-%m-%d} 结束，不能再代为审批。"
