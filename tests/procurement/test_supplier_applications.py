"""People ask to sell here; the office approves or returns; the applicant becomes the owner."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from oscar.core.loading import get_model

from procurement.models import LicenceFile, SupplierApplication, SupplierRole
from procurement.moves import Refused, Repeated
from procurement.sellers import application_licences, applications, staff
from procurement.views import supplier_applications as views
from shop.inbox.models import Message
from shop.user.models import User
from tests import factories
from tests.procurement import selling
from tests.shop.money import picture

pytestmark = pytest.mark.django_db
Status = SupplierApplication.Status
Partner = get_model("partner", "Partner")
APPLY = reverse("apply:supplier")


@pytest.fixture
def applicant():
    return factories.UserFactory()


@pytest.fixture
def waiting(applicant, now):
    return selling.submitted(applicant, now)


@pytest.fixture
def desk(client, office):
    client.force_login(office)
    return client


def own(name, application, *more):
    return reverse(f"apply:{name}", args=[application.pk, *more])


def at_office(name, application):
    return reverse(f"office:supplier_{name}", args=[application.pk])


def form(**changes):
    facts = factories.supplier_facts(**changes)
    return {**facts, "region": facts["region"].pk}


def upload(name="执照.png", data=None, **changes):
    data = picture().read() if data is None else data
    fields = {"kind": "BUSINESS", "number": "91-1", "is_lasting": "on", **changes}
    return {**fields, "files": SimpleUploadedFile(name, data)}


def test_a_visitor_opens_an_account_and_goes_on_with_the_application(client):
    first = client.get(APPLY)
    account = {"name": "王社长", "mobile": "13800000001", "password": factories.PASSWORD}

    answer = client.post(APPLY, account)

    assert "登录后申请" in first.text and f"next={APPLY}" in first.text
    assert answer.url == APPLY
    assert 'name="credit_code"' in client.get(APPLY).text
    assert client.session["_auth_user_id"] == str(User.objects.get(mobile="13800000001").pk)


def test_a_mobile_with_an_account_is_sent_to_the_login(client, applicant):
    answer = client.post(APPLY, {"name": "甲", "mobile": applicant.mobile, "password": factories.PASSWORD})

    assert answer.status_code == 400 and "已有账号" in answer.text
    assert "_auth_user_id" not in client.session


def test_an_address_that_opens_accounts_all_day_is_stopped(client, monkeypatch):
    monkeypatch.setattr(views, "TRIES", 1)
    client.post(APPLY, {})

    assert client.post(APPLY, {}).status_code == 429


def test_the_whole_way_from_the_form_to_the_desk(client, applicant, office, now):
    client.force_login(applicant)
    made = client.post(APPLY, form())
    application = SupplierApplication.objects.get()
    client.post(own("licence_add", application), upload())
    client.post(own("supplier_submit", application))
    client.force_login(office)
    again = [client.post(at_office("approve", application), {"code": "zg77"}) for _ in range(2)]

    supplier = Partner.objects.get(code="ZG77")
    assert made.url == own("supplier_application", application)
    assert again[0].url == reverse("office:supplier", args=["ZG77"])
    assert again[1].url == at_office("application", application)
    assert supplier.profile.credit_code == application.credit_code
    assert supplier.profile.bank_account == application.bank_account
    assert [row.status for row in supplier.licences.all()] == ["CONFIRMED"]
    assert staff.people(supplier) == [(applicant, SupplierRole.OWNER)]
    client.force_login(applicant)
    assert client.get(reverse("supplier:home", args=["ZG77"])).status_code == 200
    assert "进入供应商工作台" in client.get(made.url).text
    assert [move.new for move in application.moves.all()] == [Status.SUBMITTED, Status.APPROVED]
    assert Message.objects.filter(recipient=applicant, kind="ADMITTED").count() == 1
    assert Message.objects.filter(recipient=office, kind="APPLIED").count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"credit_code": "91350100M000100Y4Z"}, "统一社会信用代码不正确"),
        ({"name": " "}, "请填写名称"),
        ({"region": "0"}, "请从列表中选择"),
        ({"entity_type": "公司"}, "请从列表中选择"),
        ({"bank_account": "我的卡"}, "请填写银行账号"),
        ({"bank_name": ""}, "请填写开户行"),
        ({"contact_phone": "不告诉"}, "请填写手机号或带区号的座机号"),
        ({"contact_email": "a@"}, "请填写正确的邮箱"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(client, applicant, change, sentence):
    client.force_login(applicant)

    answer = client.post(APPLY, form() | change)

    assert answer.status_code == 400 and sentence in answer.text
    assert not SupplierApplication.objects.exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": "执照.pdf", "data": b"MZ not a picture"}, "不能作为凭证"),
        ({"name": "执照.png", "data": b"<svg onload=alert(1)>"}, "照片须是"),
        ({"name": "票.ofd", "data": b"PK\x03\x04 something"}, "证照请上传照片或 PDF"),
        ({"is_lasting": ""}, "请填写有效期"),
        ({"is_lasting": "", "expires_on": "2020-01-01"}, "到期"),
        ({"is_lasting": "", "expires_on": "明年"}, "请按 2027-06-30 的样子填写"),
        ({"expires_on": "2099-01-01"}, "不要勾选"),
        ({"kind": "OTHER"}, "请写明是什么证照"),
        ({"kind": "PASSPORT"}, "请从列表中选择"),
        ({"number": ""}, "请填写证号"),
    ],
)
def test_a_bad_licence_is_refused_and_nothing_kept(client, applicant, now, change, sentence):
    client.force_login(applicant)
    application = applications.start(applicant=applicant, at=now, **factories.supplier_facts())

    answer = client.post(own("licence_add", application), upload(**change))

    assert answer.status_code == 400 and sentence in answer.text
    assert not application.licences.exists()


def test_an_application_without_a_business_licence_is_not_taken(applicant, now):
    application = applications.start(applicant=applicant, at=now, **factories.supplier_facts())

    with pytest.raises(Refused, match="营业执照"):
        applications.submit(application=application, at=now)


def test_what_was_handed_in_is_not_changed(client, waiting, applicant):
    client.force_login(applicant)
    licence = waiting.licences.get()

    client.post(own("supplier_edit", waiting), form(name="别的名字"))
    client.post(own("licence_remove", waiting, licence.pk))
    client.post(own("licence_add", waiting), upload())

    waiting.refresh_from_db()
    assert waiting.name == factories.supplier_facts()["name"]
    assert waiting.licences.get() == licence


def test_a_returned_application_is_changed_and_handed_in_again(desk, client, waiting, applicant, office):
    answer = desk.post(at_office("send_back", waiting), {"reason": "执照看不清"})
    client.force_login(applicant)
    page = client.get(own("supplier_application", waiting)).text
    client.post(own("supplier_edit", waiting), form(main_products="脐橙、柚子"))
    client.post(own("supplier_submit", waiting))

    waiting.refresh_from_db()
    assert answer.status_code == 302 and "执照看不清" in page
    assert waiting.is_submitted and waiting.main_products == "脐橙、柚子"
    assert Message.objects.get(recipient=applicant, kind="ADMITTED").link == own("supplier_application", waiting)
    assert Message.objects.filter(recipient=office, kind="APPLIED").count() == 2


def test_a_person_has_one_application_under_way(client, applicant, now):
    first = selling.draft(applicant, now)
    second = applications.start(applicant=applicant, at=now, **factories.supplier_facts(2))
    client.force_login(applicant)

    assert first.pk == second.pk
    assert client.get(APPLY).url == own("supplier_application", first)


def test_a_credit_code_waits_once_and_is_a_suppliers_once(applicant, waiting, office, now, supplier):
    other = selling.draft(factories.UserFactory(), now)

    with pytest.raises(applications.Taken, match="已有一份申请"):
        applications.submit(application=other, at=now)
    applications.approve(application=waiting, code="ZG78", by=office, at=now)
    with pytest.raises(applications.Taken, match="已经是供应商"):
        applications.submit(application=other, at=now)


def test_approving_twice_makes_one_supplier(waiting, office, now):
    applications.approve(application=waiting, code="ZG78", by=office, at=now)

    with pytest.raises(Repeated):
        applications.approve(application=waiting, code="ZG79", by=office, at=now)
    assert Partner.objects.filter(code__startswith="ZG7").count() == 1


def test_a_taken_code_leaves_nothing_behind(desk, waiting, supplier):
    answer = desk.post(at_office("approve", waiting), {"code": supplier.code})

    waiting.refresh_from_db()
    assert answer.status_code == 400 and "已经有了" in answer.text
    assert waiting.is_submitted and Partner.objects.count() == 1


def test_nobody_approves_their_own(office, now):
    application = selling.submitted(office, now)

    with pytest.raises(Refused, match="自己提交的"):
        applications.approve(application=application, code="ZG78", by=office, at=now)


def test_an_approved_application_without_a_supplier_is_impossible(waiting):
    with pytest.raises(IntegrityError), transaction.atomic():
        SupplierApplication.objects.filter(pk=waiting.pk).update(status=Status.APPROVED)


@pytest.mark.parametrize("name", ["supplier_application", "supplier_edit"])
def test_an_application_is_its_applicants_only(client, waiting, stranger_handler, name):
    assert client.get(own(name, waiting)).status_code == 302
    client.force_login(stranger_handler)
    assert client.get(own(name, waiting)).status_code == 404
    for act in ("supplier_submit", "licence_add"):
        assert client.post(own(act, waiting)).status_code == 404
    assert client.post(own("licence_remove", waiting, waiting.licences.get().pk)).status_code == 404


def test_files_of_licences_are_private(client, waiting, applicant, office, seller, supplier):
    file = LicenceFile.objects.get()
    where = reverse("licences:file", args=[file.token])

    assert client.get(where).status_code == 302
    for person, status in ((seller, 404), (applicant, 200), (office, 200)):
        client.force_login(person)
        assert client.get(where).status_code == status
    answer = client.get(where)
    assert answer["X-Content-Type-Options"] == "nosniff" and answer["Content-Type"] == "image/jpeg"
    assert file.name.startswith("proofs/") and waiting.name not in file.name


def test_a_pdf_is_only_saved_never_shown(client, applicant, now):
    client.force_login(applicant)
    application = selling.draft(applicant, now)
    client.post(own("licence_add", application), upload("许可证.pdf", selling.PDF, kind="FOOD_TRADE"))
    file = LicenceFile.objects.get(content_type="application/pdf")

    answer = client.get(reverse("licences:file", args=[file.token]))

    assert answer["Content-Disposition"].startswith("attachment")


def test_a_removed_licence_takes_its_files_along(applicant, now, django_capture_on_commit_callbacks):
    from django.core.files.storage import storages

    application = selling.draft(applicant, now)
    name = LicenceFile.objects.get().name

    with django_capture_on_commit_callbacks(execute=True):
        application_licences.remove(licence=application.licences.select_related("application").get())

    assert not storages["private"].exists(name)


def test_the_office_sees_nothing_that_was_not_handed_in(desk, applicant, now):
    draft = selling.draft(applicant, now)

    assert desk.get(at_office("application", draft)).status_code == 404
    assert draft.name not in desk.get(reverse("office:supplier_applications") + "?status=DRAFT").text


def test_only_the_office_decides(client, waiting, applicant, seller, supplier):
    for person in (applicant, seller):
        client.force_login(person)
        assert client.get(at_office("application", waiting)).status_code == 404
        assert client.post(at_office("approve", waiting), {"code": "ZG78"}).status_code == 404


def test_the_queue_takes_as_many_queries_for_many(desk, now):
    counts = []
    for number in (1, 2, 3, 4, 5, 6):
        selling.submitted(factories.UserFactory(), timezone.now(), number)
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(reverse("office:supplier_applications")).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[-1]


def test_the_suggested_code_is_the_next_free_one(desk, waiting):
    factories.SupplierFactory(code="ZGX1")
    factories.SupplierFactory(code="ZG41")

    assert 'value="ZG42"' in desk.get(at_office("application", waiting)).text
