"""Pledges at a locked group order: what is the same for everybody who comes is read once, for one as for many."""

from functools import cached_property

from ..models import Participant, Pledge, PledgeChange, PledgeStep
from ..models.group_orders import new_token
from ..moves import Refused
from . import admission, demands, limits
from .wishes import Wish

NOTHING = Wish()


class AlreadyJoined(Refused):
    """This mobile number takes part already; ``participant`` is who it belongs to."""

    def __init__(self, participant):
        self.participant = participant
        super().__init__("这个手机号已经参加过，请用您的专属链接修改。")


class Counter:
    """Where the pledges of a group order are taken; what is refused is refused before anything is written."""

    def __init__(self, locked):
        self.group_order = locked

    def join(self, *, name, mobile, wanted, at, department="", user=None, token="", by=None, code=""):
        """Take one participant; see ``pledges.join``.

        :param wanted: ``{item_id: Wish}``.
        """
        participant = self._participant(mobile)
        takes_part = participant.pk is not None and participant.withdrawn_at is None
        if takes_part and participant.token == token:
            return participant
        self.check_collecting(at)
        known = admission.admit(self.group_order, name=name, mobile=mobile, by=by, code=code)
        if takes_part:
            raise AlreadyJoined(participant)
        self._check(wanted)
        participant.name, participant.department = name, known.get("department", department)
        participant.user, participant.listed = known.get("user", user), known.get("listed")
        participant.joined_at, participant.withdrawn_at = at, None
        participant.token = _unused(token, participant)
        if participant.pk:
            participant.pledges.all().delete()
        participant.save()
        _put(participant, {}, {}, wanted, by=by, at=at)
        return participant

    def change(self, *, participant, wanted, at, by=None):
        """Replace a participant's pledges; asking for more of a product means standing in its queue anew."""
        self.check_collecting(at)
        if participant.withdrawn_at:
            raise Refused("您已退出，可以从集中采购链接重新参加。")
        rows = list(participant.pledges.prefetch_related("steps"))
        before = {row.item_id: demands.of_pledge(row) for row in rows}
        self._check(wanted)
        participant.pledges.all().delete()
        _put(participant, before, {row.item_id: row.pledged_at for row in rows}, wanted, by=by, at=at)
        return participant

    def withdraw(self, *, participant, at, by=None):
        """Take a participant out; withdrawing twice changes nothing."""
        self.check_collecting(at)
        if participant.withdrawn_at is None:
            rows = participant.pledges.prefetch_related("steps")
            before = {row.item_id: demands.of_pledge(row) for row in rows}
            _record(participant, before, {}, by=by, at=at)
            participant.withdrawn_at = at
            participant.save(update_fields=["withdrawn_at"])
        return participant

    @cached_property
    def _items(self):
        return set(self.group_order.items.values_list("pk", flat=True))

    @cached_property
    def _listed(self):
        return limits.listed_prices(self.group_order) if self.group_order.budget_amount else {}

    def _participant(self, mobile):
        found = self.group_order.participants.filter(mobile=mobile).first()
        return found or Participant(group_order=self.group_order, mobile=mobile)

    def check_collecting(self, at):
        """Refuse whatever comes after the deadline or the closing."""
        if not self.group_order.is_collecting(at):
            raise Refused("征集已截止，不能再认购或修改。")

    def _check(self, wanted):
        if not wanted.keys() <= self._items:
            raise Refused("所选商品不在这张集中采购单里。")
        limits.check(self.group_order, wanted, self._listed)


def _unused(token, participant):
    """Return the form's key, or a new one if it is missing or belongs to somebody else."""
    if token and not Participant.objects.filter(token=token).exclude(pk=participant.pk).exists():
        return token
    return new_token()


def _put(participant, before, pledged_at, wanted, *, by, at):
    _record(participant, before, wanted, by=by, at=at)
    rows = [
        Pledge(
            participant=participant,
            item_id=item,
            quantity=each.quantity,
            most=each.most,
            pledged_at=at if each.exceeds(before.get(item, NOTHING)) else pledged_at[item],
        )
        for item, each in wanted.items()
    ]
    PledgeStep.objects.bulk_create(
        PledgeStep(pledge=row, price=price, more=more)
        for row in Pledge.objects.bulk_create(rows)
        for price, more in wanted[row.item_id].steps
    )


def _record(participant, before, after, *, by, at):
    """Write a row for each wish that changed."""
    changed = [item for item in {**before, **after} if before.get(item, NOTHING) != after.get(item, NOTHING)]
    PledgeChange.objects.bulk_create(
        PledgeChange(
            participant=participant,
            item_id=item,
            old=before.get(item, NOTHING).as_row(),
            new=after.get(item, NOTHING).as_row(),
            by=by,
            at=at,
        )
        for item in sorted(changed)
    )
