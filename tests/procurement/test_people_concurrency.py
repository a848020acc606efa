"""Invitations, administrators and the tree at the same instant, on PostgreSQL with real threads."""

import pytest

from procurement.buyers import invitations, members, units
from procurement.models import Membership, Role, Unit
from shop.user.models import User
from tests import factories

from .test_pledge_concurrency import at_once, only_on_postgresql  # noqa: F401
from .test_stock_concurrency import rows_of_migrations  # noqa: F401

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
ROUNDS = 6


@pytest.fixture
def unit(transactional_db):
    return factories.UnitFactory()


def invite(unit, now, **facts):
    return invitations.invite(unit=unit, **{"roles": [Role.MEMBER], "by": None, "at": now, **facts})


def together(actions):
    """Run all actions at the same moment; return results or refusals."""

    def quietly(action):
        try:
            return action()
        except (invitations.Refused, members.Refused, units.Refused) as refusal:
            return refusal

    return at_once([lambda action=action: quietly(action) for action in actions])


def kinds(results):
    return sorted(type(result).__name__ for result in results)


def test_a_one_use_invitation_accepted_by_many_at_once_lets_one_in(unit, now):
    people = factories.UserFactory.create_batch(8)
    for _ in range(ROUNDS):
        Membership.objects.all().delete()
        invitation = invite(unit, now)

        results = together(
            [lambda user=user, row=invitation: invitations.accept(invitation=row, user=user, at=now) for user in people]
        )

        assert kinds(results) == ["Closed"] * 7 + ["Invitation"]
        assert unit.memberships.count() == 1
        invitation.refresh_from_db()
        assert invitation.uses == invitation.accepted.count() == 1


def test_new_accounts_made_at_once_by_one_link_are_as_many_as_it_allows(unit, now):
    invitation = invite(unit, now, max_uses=3)

    results = together(
        [
            lambda number=number: invitations.accept_as_new(
                invitation=invitation, name=f"新同事{number}", mobile=f"1390000000{number}", password="湖西", at=now
            )
            for number in range(8)
        ]
    )

    assert kinds(results) == ["Closed"] * 5 + ["User"] * 3
    assert User.objects.count() == unit.memberships.count() == 3, "who is refused leaves no account behind"


def test_one_person_clicking_many_times_uses_it_once(unit, now):
    invitation, user = invite(unit, now, max_uses=5), factories.UserFactory()

    results = together([lambda: invitations.accept(invitation=invitation, user=user, at=now) for _ in range(6)])

    assert kinds(results) == ["AlreadyIn"] * 5 + ["Invitation"]
    invitation.refresh_from_db()
    assert (invitation.uses, unit.memberships.count()) == (1, 1)


def test_revoking_and_accepting_at_once_end_one_way_or_the_other(unit, now):
    for _ in range(ROUNDS):
        invitation, user = invite(unit, now), factories.UserFactory()

        accepted, revoked = together(
            [
                lambda row=invitation, user=user: invitations.accept(invitation=row, user=user, at=now),
                lambda row=invitation: invitations.revoke(invitation=row, by=None, at=now),
            ]
        )

        invitation.refresh_from_db()
        is_in = unit.memberships.filter(user=user).exists()
        assert is_in == (invitation.uses == 1) == (not isinstance(accepted, invitations.Closed)) == (revoked is False)


def test_two_administrators_removing_each_other_at_once_leave_one(unit, now):
    for _ in range(ROUNDS):
        Membership.objects.all().delete()
        one, other = (factories.join_unit(unit, Role.ADMINISTRATOR) for _ in range(2))

        results = together(
            [
                lambda one=one, other=other: members.remove(unit=unit, user=other, by=one, at=now),
                lambda one=one, other=other: members.remove(unit=unit, user=one, by=other, at=now),
            ]
        )

        assert kinds(results) == ["LastAdministrator", "UnitRecord"]
        assert unit.memberships.filter(role=Role.ADMINISTRATOR).count() == 1


def test_two_units_moved_under_each_other_at_once_do_not_close_a_circle(unit, now):
    other = factories.UnitFactory()
    for _ in range(ROUNDS):
        Unit.objects.update(parent=None)

        results = together(
            [
                lambda: units.change(unit=unit, parent=other, by=None, at=now),
                lambda: units.change(unit=other, parent=unit, by=None, at=now),
            ]
        )

        assert kinds(results) == ["Cycle", "bool"]
        assert Unit.objects.filter(parent__isnull=False).count() == 1
