"""Approvals, pauses and publications, owners that leave, at the same instant, on PostgreSQL with real threads."""

import pytest
from oscar.core.loading import get_model

from procurement.models import SupplierRole
from procurement.moves import Refused
from procurement.sellers import applications, bank_changes, pauses, staff
from shop.produce import listings
from shop.produce.models import HeldProduct
from tests import factories
from tests.procurement import selling

from .test_pledge_concurrency import at_once, only_on_postgresql  # noqa: F401
from .test_stock_concurrency import rows_of_migrations  # noqa: F401

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
Partner = get_model("partner", "Partner")
Product = get_model("catalogue", "Product")
OWNER = SupplierRole.OWNER
ROUNDS = 6


@pytest.fixture
def office(transactional_db):
    """Somebody at the county office; the group itself is gone after a flush."""
    return factories.UserFactory()


def together(*actions):
    """Run all actions at the same moment; return results or refusals."""

    def quietly(action):
        try:
            return action()
        except (Refused, listings.Paused) as refusal:
            return refusal

    return at_once([lambda action=action: quietly(action) for action in actions])


def kinds(results):
    return sorted(type(result).__name__ for result in results)


def test_an_application_approved_twice_at_once_makes_one_supplier(transactional_db, office, now):
    application = selling.submitted(factories.UserFactory(), now)

    results = together(
        *(
            lambda code=code: applications.approve(application=application, code=code, by=office, at=now)
            for code in ("ZG81", "ZG82", "ZG83")
        )
    )

    assert kinds(results) == ["Repeated", "Repeated", "SupplierApplication"]
    assert Partner.objects.count() == 1


def test_nothing_appears_beside_a_pause(transactional_db, seller, supplier, office, now):
    goods = [factories.make_product(supplier, title=f"橙{number}") for number in range(4)]
    for _ in range(ROUNDS):
        Product.objects.update(is_public=False)
        results = together(
            lambda: pauses.begin(supplier=supplier, cause="OFFICE", by=office, at=now, reason="抽检"),
            *(lambda product=product: listings.publish(product=product, by=seller, at=now) for product in goods),
        )

        appeared = results[1:].count(True)
        assert not Product.objects.filter(is_public=True).exists()
        assert HeldProduct.objects.count() == appeared
        pauses.end(supplier=supplier, cause="OFFICE", by=office, at=now)
        assert Product.objects.filter(is_public=True).count() == appeared


def test_two_owners_who_leave_at_once_leave_one(transactional_db, seller, supplier, now):
    other = factories.join_supplier(supplier, factories.UserFactory(), OWNER)
    for _ in range(ROUNDS):
        results = together(
            *(
                lambda person=person: staff.remove(supplier=supplier, user=person, by=person, at=now)
                for person in (seller, other)
            )
        )

        assert kinds(results) == ["NoneType", "Refused"]
        left = staff.owners(supplier).get()
        gone = other if left == seller else seller
        factories.join_supplier(supplier, gone, OWNER)


def test_a_change_confirmed_and_declined_at_once_is_decided_once(transactional_db, seller, supplier, office, now):
    other = factories.join_supplier(supplier, factories.UserFactory(), OWNER)
    account = {"account_name": "新户名", "bank_name": "新银行", "bank_account": "6222 0001"}
    change = bank_changes.ask(supplier=supplier, by=seller, at=now, **account)

    results = together(
        lambda: bank_changes.confirm(change=change, by=other, at=now),
        lambda: bank_changes.decline(change=change, by=office, at=now),
    )

    assert kinds(results) == ["BankChange", "Repeated"]
    change.refresh_from_db()
    supplier.profile.refresh_from_db()
    assert (supplier.profile.bank_account == "6222 0001") == (change.status == "CONFIRMED")
