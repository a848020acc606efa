"""The people of a supplier: invited by link, owners and clerks; and the account that takes two people to change."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from procurement.models import BankChange, SupplierInvitation, SupplierMember, SupplierRole
from procurement.moves import Refused, Repeated
from procurement.sellers import bank_changes, staff
from shop.inbox.models import Message
from shop.payments import payees
from shop.user import sessions
from shop.user.models import User
from tests import factories

pytestmark = pytest.mark.django_db
OWNER, CLERK = SupplierRole
ACCOUNT = {"account_name": "新户名", "bank_name": "新银行", "bank_account": "6222 0000 0000 0009"}


@pytest.fixture
def clerk(supplier):
    return factories.join_supplier(supplier, factories.UserFactory())


@pytest.fixture
def partner_owner(supplier):
    """A second owner of the supplier."""
    return factories.join_supplier(supplier, factories.UserFactory(), OWNER)


@pytest.fixture
def desk(client, seller, supplier):
    client.force_login(seller)
    return client


def page(name, supplier, *more):
    return reverse(f"supplier:{name}", args=[supplier.code, *more])


def door(invitation):
    return reverse("invitation:supplier", args=[invitation.token])


def invite(supplier, seller, mobile="13800000002", role=CLERK, at=None):
    return staff.invite(supplier=supplier, mobile=mobile, role=role, by=seller, at=at or timezone.now())


def test_an_owner_invites_and_a_new_person_comes_in(desk, client, supplier, seller):
    made = desk.post(page("staff", supplier), {"mobile": "+86 138-0000 0002", "role": "CLERK"})
    invitation = SupplierInvitation.objects.get()
    assert door(invitation) in desk.get(made.url).text
    client.logout()

    shown = client.get(door(invitation)).text
    answer = client.post(door(invitation), {"name": "小李", "password": factories.PASSWORD})

    person = User.objects.get(mobile="13800000002")
    assert "138****0002" in shown and "13800000002" not in shown
    assert answer.url == page("home", supplier) and client.get(answer.url).status_code == 200
    assert staff.people(supplier) == [(seller, OWNER), (person, CLERK)]
    assert client.get(door(invitation)).status_code == 410
    assert "小李加入了" in Message.objects.get(recipient=seller, kind="ROLES").title


def test_an_invitation_lets_in_only_the_owner_of_its_number(client, supplier, seller, stranger_handler):
    invitation = invite(supplier, seller)
    client.force_login(stranger_handler)

    answer = client.post(door(invitation))

    assert answer.status_code == 409 and "另一个手机号" in answer.text
    assert "用那个手机号登录" in client.get(door(invitation)).text
    assert not supplier.users.filter(pk=stranger_handler.pk).exists()


def test_an_account_is_not_taken_over_by_an_invitation(client, supplier, seller, stranger_handler):
    invitation = invite(supplier, seller, stranger_handler.mobile)

    answer = client.post(door(invitation), {"name": "冒名", "password": factories.PASSWORD})

    assert answer.status_code == 409 and "已有账号" in answer.text
    assert "_auth_user_id" not in client.session
    client.force_login(stranger_handler)
    assert client.post(door(invitation)).url == page("home", supplier)


def test_a_link_ends_by_time_by_hand_and_by_a_new_one(desk, client, supplier, seller):
    old = invite(supplier, seller, at=timezone.now() - timedelta(days=8))
    first = invite(supplier, seller)
    second = invite(supplier, seller)
    revoked = [desk.post(page("staff_revoke", supplier, second.pk), follow=True).text for _ in range(2)]
    client.logout()

    assert "已撤销" in revoked[0] and "没有重复办理" in revoked[1]
    for invitation in (old, first, second):
        assert client.get(door(invitation)).status_code == 410
        answer = client.post(door(invitation), {"name": "小李", "password": factories.PASSWORD})
        assert answer.status_code == 410
    assert not User.objects.filter(mobile="13800000002").exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"mobile": "1380000"}, "请填写 11 位手机号"),
        ({"mobile": ""}, "请填写手机号"),
        ({"role": "BOSS"}, "请从列表中选择"),
    ],
)
def test_what_is_wrong_is_said(desk, supplier, change, sentence):
    answer = desk.post(page("staff", supplier), {"mobile": "13800000002", "role": "CLERK"} | change)

    assert answer.status_code == 400 and sentence in answer.text


def test_who_is_in_is_not_invited_again(desk, supplier, clerk):
    answer = desk.post(page("staff", supplier), {"mobile": clerk.mobile, "role": "CLERK"})

    assert answer.status_code == 400 and "已经在本供应商" in answer.text


def test_the_last_owner_stays(desk, supplier, seller, clerk):
    down = desk.post(page("staff_member", supplier, seller.pk), {"role": "CLERK"})
    out = desk.post(page("staff_remove", supplier, seller.pk), follow=True)

    assert down.status_code == 409 and "最后一位负责人" in down.text
    assert "最后一位负责人" in out.text
    assert staff.role_of(supplier, seller) == OWNER


def test_an_owner_makes_another_and_leaves(desk, supplier, seller, clerk):
    desk.post(page("staff_member", supplier, clerk.pk), {"role": "OWNER"})
    answer = desk.post(page("staff_remove", supplier, seller.pk))

    assert answer.url == reverse("user:home")
    assert staff.people(supplier) == [(clerk, OWNER)]
    assert desk.get(page("home", supplier)).status_code == 404
    assert [row.what for row in supplier.records.all()] == ["REMOVED", "ROLE"]
    assert Message.objects.filter(recipient=clerk, kind="ROLES").exists()


def test_an_owner_whose_account_is_stopped_is_no_other_owner(desk, supplier, seller, partner_owner):
    User.objects.filter(pk=partner_owner.pk).update(is_active=False)

    with pytest.raises(Refused):
        staff.remove(supplier=supplier, user=seller, by=partner_owner, at=timezone.now())


def test_a_clerk_sees_people_and_changes_nothing(client, supplier, seller, clerk):
    client.force_login(clerk)
    invitation = invite(supplier, seller)

    shown = client.get(page("staff", supplier))
    assert shown.status_code == 200 and invitation.token not in shown.text
    assert client.post(page("staff", supplier), {"mobile": "13800000003", "role": "OWNER"}).status_code == 403
    assert client.post(page("staff_member", supplier, clerk.pk), {"role": "OWNER"}).status_code == 403
    assert client.post(page("staff_remove", supplier, seller.pk)).status_code == 403
    assert client.post(page("staff_revoke", supplier, invitation.pk)).status_code == 403
    assert client.get(page("bank_change", supplier)).status_code == 403


def test_others_find_nothing(client, supplier, seller, rival, clerk):
    invitation = invite(supplier, seller)
    own = rival.partners.get()
    client.force_login(rival)

    for name, more in (("staff", ()), ("profile", ()), ("staff_member", (clerk.pk,)), ("bank_change", ())):
        assert client.get(page(name, supplier, *more)).status_code == 404
    assert client.post(page("staff_revoke", own, invitation.pk)).status_code == 404
    assert client.get(page("staff_member", own, clerk.pk)).status_code == 404
    assert client.post(page("staff_remove", own, clerk.pk)).status_code == 404


def test_somebody_entered_without_a_role_is_a_clerk(supplier, seller):
    person = factories.UserFactory()
    supplier.users.add(person)

    assert not person.has_perm("procurement.manage_supplier", supplier)
    assert seller.has_perm("procurement.manage_supplier", supplier)
    supplier.users.remove(seller)
    assert SupplierMember.objects.filter(user=seller).exists()
    assert not seller.has_perm("procurement.manage_supplier", supplier)


def an_hour_later(client):
    """Let the password be typed too long ago to count."""
    session = client.session
    session[sessions.PASSWORD] = 0
    session.save()


def account(supplier):
    supplier.profile.refresh_from_db()
    return payees.of(supplier).account


def ask(supplier, by):
    return bank_changes.ask(supplier=supplier, by=by, at=timezone.now(), **ACCOUNT)


def test_another_account_asks_for_the_password_and_counts_once_a_second_person_agreed(
    desk, client, supplier, seller, partner_owner
):
    before = account(supplier)
    an_hour_later(desk)
    asked = desk.post(page("bank_change", supplier), ACCOUNT)
    assert asked.status_code == 403 and "请再输入一次密码" in asked.text and not BankChange.objects.exists()
    desk.post(page("bank_change", supplier), ACCOUNT | {"confirm_password": factories.PASSWORD})
    change = BankChange.objects.get()

    own = desk.post(page("bank_change_confirm", supplier, change.pk), follow=True)
    assert "第二个人" in own.text and account(supplier) == before
    client.force_login(partner_owner)
    an_hour_later(client)
    where = page("bank_change_confirm", supplier, change.pk)
    assert client.post(where).status_code == 403 and account(supplier) == before
    client.post(where, {"confirm_password": factories.PASSWORD})

    assert account(supplier) == ACCOUNT["bank_account"]
    assert "已经办过" in client.post(where, follow=True).text
    assert [row.what for row in supplier.records.all()] == ["ACCOUNT", "ACCOUNT"]


def test_the_office_is_a_second_person_too(client, supplier, seller, office):
    change = ask(supplier, seller)
    client.force_login(office)
    where = reverse("office:bank_change_confirm", args=[supplier.code, change.pk])
    shown = client.get(reverse("office:suppliers") + "?state=account").text
    an_hour_later(client)

    assert supplier.name in shown
    assert client.post(where).status_code == 403
    client.post(where, {"confirm_password": factories.PASSWORD})
    assert account(supplier) == ACCOUNT["bank_account"]
    assert Message.objects.filter(recipient=seller, kind="BANK_CHANGE").exists()


def test_declined_withdrawn_and_replaced_changes_leave_the_account(desk, client, supplier, seller, office):
    before = account(supplier)
    first = ask(supplier, seller)
    second = bank_changes.ask(
        supplier=supplier, by=seller, at=timezone.now(), **ACCOUNT | {"bank_account": "6222 0000 0000 0010"}
    )
    with pytest.raises(Repeated):
        bank_changes.confirm(change=first, by=office, at=timezone.now())
    desk.post(page("bank_change_withdraw", supplier, second.pk))
    third = ask(supplier, seller)
    client.force_login(office)
    client.post(reverse("office:bank_change_decline", args=[supplier.code, third.pk]))

    assert account(supplier) == before
    assert [row.status for row in BankChange.objects.order_by("pk")] == ["WITHDRAWN", "WITHDRAWN", "DECLINED"]


def test_the_same_account_is_no_change(supplier, seller):
    profile = supplier.profile
    same = {key: getattr(profile, key) for key in bank_changes.ACCOUNT}

    with pytest.raises(Refused, match="一样"):
        bank_changes.ask(supplier=supplier, by=seller, at=timezone.now(), **same)


def test_the_database_wants_two_people(supplier, seller):
    change = ask(supplier, seller)

    with pytest.raises(IntegrityError), transaction.atomic():
        BankChange.objects.filter(pk=change.pk).update(status="CONFIRMED", decided_by=seller, decided_at=timezone.now())


def test_a_change_is_found_at_its_own_supplier_only(client, supplier, seller, rival, office):
    change = ask(supplier, seller)
    own = rival.partners.get()
    client.force_login(rival)
    for act in ("confirm", "decline", "withdraw"):
        where = page(f"bank_change_{act}", own, change.pk)
        assert client.post(where, {"confirm_password": factories.PASSWORD}).status_code == 404
    client.force_login(office)
    where = reverse("office:bank_change_confirm", args=[own.code, change.pk])
    assert client.post(where, {"confirm_password": factories.PASSWORD}).status_code == 404
