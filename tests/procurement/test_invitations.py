"""Invitations: one link lets in whom it is meant for, as often as it says, and not a day longer."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from procurement.buyers import invitations, members
from procurement.models import Invitation, Role, UnitRecord
from shop.user.models import User
from tests import factories

What = UnitRecord.What
NEW = {"name": "赵新来", "mobile": "139 0000 0001", "password": "shu-cai-2026"}


@pytest.fixture
def invitation(unit, administrator):
    return invite(unit, administrator, roles=[Role.HANDLER, Role.MEMBER], department="总务科")


def invite(unit, by, at=None, **facts):
    return invitations.invite(unit=unit, by=by, at=at or timezone.now(), **{"roles": [Role.MEMBER], **facts})


def link(invitation):
    return reverse("invitation:accept", args=[invitation.token])


def page(response):
    return response.content.decode()


def test_an_administrator_makes_a_link_and_shows_it(client, unit, administrator):
    client.force_login(administrator)
    form = {"roles": [Role.MEMBER, Role.HANDLER], "department": "总务科", "max_uses": "20"}

    shown = page(client.post(reverse("unit:invitation_new", args=[unit.code]), form, follow=True))

    invitation = unit.invitations.get()
    assert link(invitation) in shown and "data:image/svg+xml" in shown
    assert invitation.roles == [Role.HANDLER, Role.MEMBER]
    assert invitation.expires_at - invitation.at == timedelta(days=7)
    record = unit.records.get()
    assert (record.what, record.by, record.words) == (What.INVITED, administrator, "经办人、职工，最多 20 人")


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"max_uses": "1"}, "至少选一个角色"),
        ({"roles": ["BOSS"], "max_uses": "1"}, "BOSS"),
        ({"roles": ["MEMBER"], "max_uses": "0"}, "至少 1 人"),
        ({"roles": ["MEMBER"], "max_uses": "201"}, "最多给 200 人用"),
        ({"roles": ["MEMBER"], "max_uses": "x"}, "请填写整数"),
        ({"roles": ["ADMINISTRATOR"], "max_uses": "2"}, "只能给一个人用"),
    ],
)
def test_a_wrong_form_makes_no_link_and_says_why(client, unit, administrator, form, sentence):
    client.force_login(administrator)

    answer = client.post(reverse("unit:invitation_new", args=[unit.code]), form)

    assert answer.status_code == 400 and sentence in page(answer)
    assert not Invitation.objects.exists()


def test_a_person_without_an_account_makes_one_and_is_in(client, unit, invitation):
    answer = client.post(link(invitation), NEW)

    assert answer.url == reverse("unit:home", args=[unit.code])
    person = User.objects.get(mobile="13900000001")
    assert person.check_password(NEW["password"]) and person.name == "赵新来"
    assert members.roles_of(unit, person) == [Role.HANDLER, Role.MEMBER]
    assert set(unit.memberships.filter(user=person).values_list("department", flat=True)) == {"总务科"}
    assert client.get(answer.url).wsgi_request.user == person
    record = unit.records.filter(what=What.JOINED).get()
    assert (record.by, record.person, record.words) == (person, person, "赵新来：经办人、职工")


def test_a_person_with_an_account_logs_in_on_the_way_and_is_in(client, unit, invitation, shopper):
    shown = page(client.get(link(invitation)))
    assert f"{reverse('user:login')}?next={link(invitation)}" in shown

    login = {"username": shopper.mobile, "password": factories.PASSWORD, "next": link(invitation)}
    assert client.post(reverse("user:login"), login).url == link(invitation)
    assert shopper.name in page(client.get(link(invitation)))
    client.post(link(invitation))

    assert members.roles_of(unit, shopper) == [Role.HANDLER, Role.MEMBER]


def test_looking_at_a_link_uses_nothing(client, unit, invitation, shopper):
    client.force_login(shopper)

    shown = client.get(link(invitation))

    invitation.refresh_from_db()
    assert shown.status_code == 200 and shown["Cache-Control"].startswith("max-age=0")
    assert (invitation.uses, members.roles_of(unit, shopper)) == (0, [])


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "请填写姓名"),
        ({"mobile": "12345"}, "请填写 11 位手机号"),
        ({"password": "12345678"}, "密码"),
        ({"password": "short"}, "密码"),
        ({"password": "13900000001"}, "密码"),
    ],
)
def test_a_bad_account_is_refused_at_its_field(client, invitation, change, sentence):
    answer = client.post(link(invitation), {**NEW, **change})

    assert answer.status_code == 400 and sentence in page(answer)
    assert not User.objects.filter(mobile="13900000001").exists()
    invitation.refresh_from_db()
    assert invitation.uses == 0


def test_a_mobile_that_has_an_account_is_sent_to_log_in(client, unit, invitation, shopper):
    answer = client.post(link(invitation), {**NEW, "mobile": shopper.mobile})

    assert answer.status_code == 400 and "已有账号，请登录后再加入" in page(answer)
    shopper.refresh_from_db()
    assert not shopper.check_password(NEW["password"]) and not members.roles_of(unit, shopper)
    assert "_auth_user_id" not in client.session


def expire(invitation):
    Invitation.objects.update(expires_at=timezone.now())


def use_up(invitation):
    invitations.accept(invitation=invitation, user=factories.UserFactory(), at=timezone.now())


def revoke(invitation):
    invitations.revoke(invitation=invitation, by=None, at=timezone.now())


@pytest.mark.parametrize(
    ("close", "sentence"),
    [(expire, "已经过期"), (use_up, "已经用完"), (revoke, "已经撤销")],
    ids=["expired", "used", "revoked"],
)
def test_a_closed_link_lets_nobody_in_and_says_why(client, unit, invitation, shopper, close, sentence):
    close(invitation)

    for answer in (client.get(link(invitation)), client.post(link(invitation), NEW)):
        assert answer.status_code == 410 and sentence in page(answer)
    client.force_login(shopper)
    assert client.post(link(invitation)).status_code == 410
    assert not members.roles_of(unit, shopper)
    assert not User.objects.filter(mobile="13900000001").exists()


def test_a_link_for_three_lets_in_three(unit, administrator, now):
    invitation = invite(unit, administrator, at=now, max_uses=3)
    people = factories.UserFactory.create_batch(4)

    for person in people[:3]:
        invitations.accept(invitation=invitation, user=person, at=now)
    with pytest.raises(invitations.Closed, match="用完"):
        invitations.accept(invitation=invitation, user=people[3], at=now)

    assert unit.memberships.filter(role=Role.MEMBER).count() == 3


def test_the_database_itself_counts_uses(unit, administrator, now):
    invite(unit, administrator, at=now)

    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.update(uses=2)


def test_who_is_in_already_does_not_use_it_up(client, unit, administrator, handler):
    invitation = invite(unit, administrator, roles=[Role.HANDLER])
    client.force_login(handler)

    answer = client.post(link(invitation))

    invitation.refresh_from_db()
    assert answer.url == reverse("unit:home", args=[unit.code]) and invitation.uses == 0


def test_further_roles_come_beside_those_held(unit, administrator, handler, now):
    invitations.accept(invitation=invite(unit, administrator, at=now, roles=[Role.APPROVER]), user=handler, at=now)

    assert members.roles_of(unit, handler) == [Role.HANDLER, Role.APPROVER]


def test_who_was_removed_does_not_come_back_by_the_same_link(client, unit, administrator, shopper):
    invitation = invite(unit, administrator, max_uses=5)
    invitations.accept(invitation=invitation, user=shopper, at=timezone.now())
    members.remove(unit=unit, user=shopper, by=administrator, at=timezone.now())
    client.force_login(shopper)

    answer = client.post(link(invitation))

    assert answer.status_code == 409 and "不能再用一次" in page(answer)
    assert not members.roles_of(unit, shopper)


def test_revoking_is_recorded_once(client, unit, administrator, invitation):
    client.force_login(administrator)
    address = reverse("unit:invitation_revoke", args=[unit.code, invitation.pk])
    assert client.get(address).status_code == 405

    client.post(address)
    second = client.post(address, follow=True)

    assert "没有重复办理" in page(second)
    assert unit.records.filter(what=What.REVOKED, by=administrator).count() == 1


def test_only_the_units_administrator_sees_and_revokes_links(client, unit, invitation, handler, stranger_handler):
    other = factories.join_unit(factories.UnitFactory(), Role.ADMINISTRATOR)
    pages = [
        ("get", reverse("unit:invitation", args=[unit.code, invitation.pk])),
        ("post", reverse("unit:invitation_revoke", args=[unit.code, invitation.pk])),
        ("post", reverse("unit:invitation_new", args=[unit.code])),
    ]
    for person, status in ((handler, 403), (stranger_handler, 404), (other, 404)):
        client.force_login(person)
        for method, address in pages:
            assert getattr(client, method)(address).status_code == status
        assert link(invitation) not in page(client.get(reverse("unit:members", args=[unit.code])))

    own = other.memberships.get().unit
    client.force_login(other)
    for name in ("unit:invitation", "unit:invitation_revoke"):
        assert client.post(reverse(name, args=[own.code, invitation.pk])).status_code in (404, 405)
    invitation.refresh_from_db()
    assert not invitation.is_revoked


def test_a_made_up_key_is_not_found(client, db):
    assert client.get(reverse("invitation:accept", args=["x" * 22])).status_code == 404
    assert client.put(reverse("invitation:accept", args=["x" * 22])).status_code == 405
