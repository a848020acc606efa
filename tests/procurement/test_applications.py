"""Units apply on a public page; the office admits or returns, and the applicant's own link tells."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from procurement.buyers import applications, invitations, members
from procurement.forms.applications import NewApplicationForm
from procurement.models import Role, Unit, UnitApplication, UnitKind
from procurement.models.group_orders import new_token
from procurement.views import applications as views
from tests import factories

Status = UnitApplication.Status
APPLY = reverse("apply:unit")


def facts(number=1, **changes):
    return {
        "name": f"建湖县测试学校{number}",
        "short_name": f"学校{number}",
        "credit_code": factories.credit_code(number),
        "kind": UnitKind.INSTITUTION,
        "supervisor": "建湖县测试局",
        "headcount": 120,
        "contact_name": "孙老师",
        "contact_phone": "0515-86210000",
        "note": "",
        **changes,
    }


def submit(now, number=1, **changes):
    return applications.submit(at=now, token=new_token(), **facts(number, **changes))


@pytest.fixture
def application(db, now):
    return submit(now)


@pytest.fixture
def desk(client, office):
    client.force_login(office)
    return client


def own(application):
    return reverse("apply:application", args=[application.token])


def office_page(name, application):
    return reverse(f"office:{name}", args=[application.pk])


def page(response):
    return response.content.decode()


def status_of(application):
    return UnitApplication.objects.get(pk=application.pk).status


def test_a_visitor_applies_and_gets_a_link_of_their_own(client, db):
    key = NewApplicationForm()["key"].value()
    form = {**facts(credit_code=f" {factories.credit_code(1).lower()} "), "key": key}

    answer = client.post(APPLY, form)
    again = client.post(APPLY, form)

    application = UnitApplication.objects.get()
    assert answer.url == again.url == own(application)
    assert application.credit_code == factories.credit_code(1)
    shown = client.get(answer.url)
    assert "等县协作办审核" in page(shown) and answer.url in page(shown)
    assert [(move.old, move.new, move.by) for move in application.moves.all()] == [("", Status.SUBMITTED, None)]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"credit_code": "91350100M000100Y4Z"}, "统一社会信用代码不正确"),
        ({"credit_code": ""}, "请填写 18 位统一社会信用代码"),
        ({"kind": ""}, "请选择单位性质"),
        ({"kind": "SCHOOL"}, "请从列表中选择"),
        ({"name": " "}, "请填写单位名称"),
        ({"contact_phone": "不告诉"}, "请填写手机号或带区号的座机号"),
        ({"headcount": "-3"}, "人数须大于 0"),
        ({"key": "short"}, "页面已失效"),
    ],
)
def test_a_wrong_application_is_refused_at_its_field(client, db, change, sentence):
    form = {**facts(), "key": new_token(), **change}

    answer = client.post(APPLY, form)

    assert answer.status_code == 400 and sentence in page(answer)
    assert not UnitApplication.objects.exists()


def test_a_credit_code_of_a_unit_or_of_a_waiting_application_is_refused_in_words(client, application):
    unit = factories.UnitFactory(credit_code=factories.credit_code(2))

    waiting = client.post(APPLY, {**facts(1), "key": new_token()})
    taken = client.post(APPLY, {**facts(2), "key": new_token()})

    assert "已有一份申请在审核" in page(waiting)
    assert unit.name in page(taken) and "联系该单位的管理员" in page(taken)
    assert UnitApplication.objects.count() == 1


def test_the_database_itself_lets_one_application_a_credit_code_wait(application):
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitApplication.objects.create(**facts(), submitted_at=timezone.now())


def test_the_office_returns_with_a_reason_and_the_applicant_resubmits(client, office, application):
    client.force_login(office)
    client.post(office_page("application_send_back", application), {"reason": "请写全称。"})
    client.logout()
    assert "请写全称。" in page(client.get(own(application)))

    edit = reverse("apply:edit", args=[application.token])
    assert facts()["name"] in page(client.get(edit))
    client.post(edit, facts(name="建湖县测试学校（全称）"))

    application.refresh_from_db()
    assert (application.status, application.name) == (Status.SUBMITTED, "建湖县测试学校（全称）")
    moves = [(move.new, move.by, move.reason) for move in application.moves.all()]
    assert moves == [
        (Status.SUBMITTED, None, ""),
        (Status.RETURNED, office, "请写全称。"),
        (Status.SUBMITTED, None, ""),
    ]


def test_only_a_returned_application_can_be_changed(client, application):
    edit = reverse("apply:edit", args=[application.token])

    assert client.get(edit).url == own(application)
    client.post(edit, facts(name="偷改"))

    application.refresh_from_db()
    assert application.name == facts()["name"]


def test_a_resubmission_does_not_get_round_a_taken_credit_code(client, office, application, now):
    applications.send_back(application=application, by=office, at=now, reason="改")
    submit(now)

    answer = client.post(reverse("apply:edit", args=[application.token]), facts())

    assert answer.status_code == 400 and "已有一份申请在审核" in page(answer)
    assert status_of(application) == Status.RETURNED


def test_admission_makes_the_unit_and_the_applicant_its_administrator(client, office, application):
    parent = factories.UnitFactory(name="建湖县测试局")
    client.force_login(office)
    offered = client.get(office_page("application", application))
    assert offered.context["admit_form"].initial["parent"] == parent

    client.post(office_page("application_admit", application), {"code": "sy901", "parent": parent.pk})

    unit = Unit.objects.get(code="SY901")
    assert (unit.name, unit.parent, unit.credit_code) == (facts()["name"], parent, factories.credit_code(1))
    assert (unit.contact_name, unit.contact_phone) == ("孙老师", "0515-86210000")
    client.logout()
    application.refresh_from_db()
    link = reverse("invitation:accept", args=[application.invitation.token])
    assert link in page(client.get(own(application)))
    client.post(link, {"name": "孙老师", "mobile": "13900000009", "password": "shu-cai-2026"})
    user = unit.memberships.first().user
    assert members.roles_of(unit, user) == [Role.ADMINISTRATOR, Role.HANDLER]
    assert link not in page(client.get(own(application)))
    client.force_login(user)
    assert client.get(reverse("unit:invitation_new", args=["SY901"])).status_code == 200


def test_admitting_twice_makes_one_unit(desk, application):
    for code in ("SY901", "SY902"):
        answer = desk.post(office_page("application_admit", application), {"code": code}, follow=True)

    assert "没有重复办理" in page(answer)
    assert list(Unit.objects.values_list("code", flat=True)) == ["SY901"]


@pytest.mark.parametrize(("code", "sentence"), [("", "请填写单位编码"), ("学校", "大写字母"), ("SY900", "已经有了")])
def test_a_code_that_does_not_do_admits_nobody(desk, application, code, sentence):
    factories.UnitFactory(code="SY900")

    answer = desk.post(office_page("application_admit", application), {"code": code})

    assert answer.status_code == 400 and sentence in page(answer)
    assert status_of(application) == Status.SUBMITTED
    assert Unit.objects.count() == 1 and not application.moves.exclude(by=None).exists()


def test_a_unit_that_came_in_otherwise_meanwhile_is_not_made_twice(desk, application):
    factories.UnitFactory(credit_code=application.credit_code)

    answer = desk.post(office_page("application_admit", application), {"code": "SY901"})

    assert answer.status_code == 400 and "属于已有的单位" in page(answer)
    assert status_of(application) == Status.SUBMITTED


ARROWS = {
    Status.SUBMITTED: {"admit", "send_back"},
    Status.RETURNED: {"resubmit"},
    Status.ADMITTED: set(),
}
STEPS = {
    "admit": lambda row, by, at: applications.admit(application=row, code=f"SY{row.pk:05d}", by=by, at=at),
    "send_back": lambda row, by, at: applications.send_back(application=row, by=by, at=at, reason="改"),
    "resubmit": lambda row, by, at: applications.resubmit(application=row, at=at, **facts()),
}
ROADS = {Status.SUBMITTED: [], Status.RETURNED: ["send_back"], Status.ADMITTED: ["admit"]}


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("step", STEPS)
def test_each_state_allows_its_arrows_and_no_others(application, office, now, status, step):
    for before in ROADS[status]:
        STEPS[before](application, office, now)

    if step in ARROWS[status]:
        STEPS[step](application, office, now)
        assert status_of(application) != status
    else:
        with pytest.raises(applications.IllegalMove):
            STEPS[step](application, office, now)
        assert status_of(application) == status


def test_an_expired_invitation_is_said_to_be_so(client, office, application, now):
    admitted = applications.admit(application=application, code="SY901", by=office, at=now)
    invitations.revoke(invitation=admitted.invitation, by=office, at=now)

    shown = page(client.get(own(application)))

    assert "已经失效，请联系县协作办" in shown and "接受管理员邀请" not in shown


def test_a_return_needs_a_reason(desk, application):
    answer = desk.post(office_page("application_send_back", application), {"reason": " "})

    assert answer.status_code == 400 and "请写明原因" in page(answer)
    assert status_of(application) == Status.SUBMITTED


def test_the_queue_belongs_to_the_office(client, application, administrator, seller):
    pages = [
        ("get", reverse("office:applications")),
        ("get", office_page("application", application)),
        ("post", office_page("application_admit", application)),
        ("post", office_page("application_send_back", application)),
    ]
    for person in (administrator, seller):
        client.force_login(person)
        for method, address in pages:
            assert getattr(client, method)(address).status_code == 404
    client.logout()
    for method, address in pages:
        assert getattr(client, method)(address).url.startswith(reverse("user:login"))
    assert status_of(application) == Status.SUBMITTED


def test_decisions_are_taken_by_post_only(desk, application):
    for name in ("application_admit", "application_send_back"):
        assert desk.get(office_page(name, application)).status_code == 405
    assert desk.post(office_page("application", application)).status_code == 405


def test_without_the_key_an_application_is_not_found(client, application):
    assert client.get(reverse("apply:application", args=["x" * 22])).status_code == 404
    assert client.get(reverse("apply:edit", args=["x" * 22])).status_code == 404
    assert client.post(own(application)).status_code == 405


def test_robots_are_slowed_down(client, db, monkeypatch):
    monkeypatch.setattr(views, "TRIES", 2)
    client.defaults["REMOTE_ADDR"] = "203.0.113.9"

    answers = [client.post(APPLY, {"key": "x"}).status_code for _ in range(4)]

    assert answers == [400, 400, 429, 429]


def test_the_queue_takes_the_same_queries_for_5_rows_as_for_50(desk, now):
    counts = []
    for start, stop in ((0, 5), (5, 50)):
        for number in range(start, stop):
            submit(now, number)
        with CaptureQueriesContext(connection) as queries:
            assert len(desk.get(reverse("office:applications")).context["page"]) == stop
        counts.append(len(queries))

    assert counts[0] == counts[1]
