"""The people of a unit: who may change what, and that somebody can always manage them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from procurement.buyers import members
from procurement.models import Membership, Role, UnitRecord
from shop.user import hats
from tests import factories

What = UnitRecord.What


def address(name, unit, *args):
    return reverse(f"unit:{name}", args=[unit.code, *args])


def page(response):
    return response.content.decode()


def roles(unit, user):
    return members.roles_of(unit, user)


def test_an_administrator_gives_and_takes_roles_and_it_is_recorded(client, unit, administrator, member):
    client.force_login(administrator)
    form = {"roles": [Role.HANDLER, Role.ACCEPTOR], "department": "办公室"}

    answer = client.post(address("member_roles", unit, member.pk), form)

    assert answer.url == address("members", unit)
    assert roles(unit, member) == [Role.HANDLER, Role.ACCEPTOR]
    assert set(unit.memberships.filter(user=member).values_list("department", flat=True)) == {"办公室"}
    record = unit.records.get()
    assert (record.what, record.by, record.person, record.roles) == (What.ROLES, administrator, member, ["MEMBER"])
    assert record.words == f"{member}，角色：职工 → 经办人、验收人；部门：（空） → 办公室"


def test_saving_the_same_roles_again_records_nothing(unit, administrator, member, now):
    facts = {"unit": unit, "user": member, "roles": [Role.MEMBER], "by": administrator, "at": now}

    assert not members.set_roles(**facts)
    assert not unit.records.exists()


def test_a_person_keeps_at_least_one_role(client, unit, administrator, member):
    client.force_login(administrator)

    answer = client.post(address("member_roles", unit, member.pk), {"department": ""})

    assert answer.status_code == 409 and "至少选一个角色" in page(answer)
    assert roles(unit, member) == [Role.MEMBER]


def test_removing_asks_first_and_can_be_undone_with_the_same_roles(client, unit, administrator, handler):
    handler.memberships.create(unit=unit, role=Role.APPROVER, department="办公室")
    client.force_login(administrator)
    asked = client.get(address("member_remove", unit, handler.pk))
    assert "确认移出" in page(asked) and roles(unit, handler)

    done = client.post(address("member_remove", unit, handler.pk), follow=True)

    assert not roles(unit, handler)
    assert "撤销移出" in page(done) and str(handler) in page(done)
    record = unit.records.get(what=What.REMOVED)
    client.post(address("member_restore", unit, record.pk))
    assert roles(unit, handler) == [Role.HANDLER, Role.APPROVER]
    assert unit.records.filter(what=What.RESTORED, by=administrator, person=handler).exists()
    assert client.get(f"{address('members', unit)}?removed={record.pk}").context["removed"] is None


def test_undoing_twice_or_after_a_day_changes_nothing(unit, administrator, member, now):
    record = members.remove(unit=unit, user=member, by=administrator, at=now)

    with pytest.raises(members.Refused, match="超过一天"):
        members.restore(record=record, by=administrator, at=now + timedelta(days=1))
    members.restore(record=record, by=administrator, at=now)
    with pytest.raises(members.Refused, match="没有重复办理"):
        members.restore(record=record, by=administrator, at=now)
    assert unit.memberships.filter(user=member).count() == 1


def test_only_a_removal_can_be_undone(client, unit, administrator, member, now):
    members.set_roles(unit=unit, user=member, roles=[Role.HANDLER], by=administrator, at=timezone.now())
    record = unit.records.get()
    client.force_login(administrator)

    client.post(address("member_restore", unit, record.pk))

    assert roles(unit, member) == [Role.HANDLER]


def test_the_last_administrator_cannot_be_removed_or_step_down(client, unit, administrator):
    client.force_login(administrator)

    removed = client.post(address("member_remove", unit, administrator.pk), follow=True)
    stepped_down = client.post(address("member_roles", unit, administrator.pk), {"roles": [Role.MEMBER]})

    assert "最后一位管理员" in page(removed)
    assert stepped_down.status_code == 409 and "最后一位管理员" in page(stepped_down)
    assert roles(unit, administrator) == [Role.ADMINISTRATOR]
    assert not unit.records.exists()


def test_a_blocked_account_does_not_count_as_another_administrator(unit, administrator, now):
    factories.join_unit(unit, Role.ADMINISTRATOR, is_active=False)

    with pytest.raises(members.LastAdministrator):
        members.remove(unit=unit, user=administrator, by=administrator, at=now)


def test_an_administrator_may_leave_once_there_is_another(client, unit, administrator):
    factories.join_unit(unit, Role.ADMINISTRATOR)
    client.force_login(administrator)

    answer = client.post(address("member_remove", unit, administrator.pk))

    assert answer.url == reverse("user:home")
    assert not roles(unit, administrator)
    assert client.get(address("members", unit)).status_code == 404


def test_what_is_under_way_is_told_before_a_handler_goes(client, unit, administrator, handler, open_group_order):
    client.force_login(administrator)

    assert "经办的 1 张集中采购单还没有办完" in page(client.get(address("member_remove", unit, handler.pk)))


def test_a_named_approver_is_told_of_before_they_go(client, unit, administrator, approver):
    step = unit.approval_steps.create(position=1, name="终审")
    step.people.add(approver)
    client.force_login(administrator)

    assert "审批步骤“终审”的指定审批人" in page(client.get(address("member_remove", unit, approver.pk)))


PAGES = ["members_history", "invitation_new"]


@pytest.mark.parametrize("name", ["handler", "approver", "acceptor", "member"])
def test_others_of_the_unit_see_who_administers_and_change_nothing(request, client, unit, administrator, name):
    person = request.getfixturevalue(name)
    client.force_login(person)

    shown = page(client.get(address("members", unit)))

    assert f"请找本单位管理员：{administrator}" in shown and "邀请同事" not in shown
    for each in PAGES:
        assert client.get(address(each, unit)).status_code == 403
    for each in ("member_roles", "member_remove"):
        assert client.get(address(each, unit, administrator.pk)).status_code == 403
        assert client.post(address(each, unit, administrator.pk), {"roles": [Role.MEMBER]}).status_code == 403
    assert roles(unit, administrator) == [Role.ADMINISTRATOR]


def test_an_administrator_of_another_unit_finds_nothing(client, unit, administrator, member):
    stranger = factories.join_unit(factories.UnitFactory(), Role.ADMINISTRATOR)
    record = members.remove(unit=unit, user=member, by=administrator, at=timezone.now())
    client.force_login(stranger)

    for each in PAGES:
        assert client.get(address(each, unit)).status_code == 404
    for each in ("member_roles", "member_remove"):
        assert client.post(address(each, unit, administrator.pk), {"roles": [Role.MEMBER]}).status_code == 404
    assert client.post(address("member_restore", unit, record.pk)).status_code == 404
    assert roles(unit, administrator) and not roles(unit, member)


def test_people_and_records_of_another_unit_are_not_reached_through_ones_own(client, unit, administrator, now):
    other = factories.UnitFactory()
    stranger = factories.join_unit(other, Role.HANDLER)
    record = members.remove(unit=other, user=stranger, by=stranger, at=timezone.now())
    colleague = factories.join_unit(other, Role.HANDLER)
    client.force_login(administrator)

    for each in ("member_roles", "member_remove"):
        assert client.post(address(each, unit, colleague.pk), {"roles": [Role.MEMBER]}).status_code == 404
    assert client.post(address("member_restore", unit, record.pk)).status_code == 404
    assert str(stranger) not in page(client.get(f"{address('members', unit)}?removed={record.pk}"))
    assert roles(other, colleague) == [Role.HANDLER]


def test_steps_are_taken_by_post_only(client, unit, administrator, member):
    record = members.remove(unit=unit, user=member, by=administrator, at=timezone.now())
    client.force_login(administrator)

    assert client.get(address("member_restore", unit, record.pk)).status_code == 405
    assert client.put(address("member_roles", unit, administrator.pk)).status_code == 405
    assert client.post(address("members_history", unit)).status_code == 405


def test_a_person_of_several_units_holds_a_hat_for_each_and_roles_apart(client, unit, administrator):
    others = [factories.UnitFactory() for _ in range(3)]
    for other in others:
        administrator.memberships.create(unit=other, role=Role.MEMBER)
    client.force_login(administrator)

    assert len(hats.of(administrator)) == 4
    shown = page(client.get(address("members", others[0])))
    assert all(each.short_name in shown for each in [unit, *others])
    assert "换工作台（4）" in shown and "邀请同事" not in shown
    assert "换工作台" not in page(client.get(reverse("campaign:home")))


def test_the_page_takes_the_same_queries_for_5_people_as_for_50(client, unit, administrator):
    client.force_login(administrator)
    counts = []
    for size in (5, 45):
        for _ in range(size):
            person = factories.join_unit(unit, Role.MEMBER)
            members.set_roles(
                unit=unit, user=person, roles=[Role.MEMBER, Role.HANDLER], by=administrator, at=timezone.now()
            )
        for name in ("members", "members_history"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address(name, unit)).status_code == 200
            counts.append(len(queries))

    assert counts[:2] == counts[2:]
    assert Membership.objects.count() == 101
