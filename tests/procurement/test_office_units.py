"""The office keeps the county's units: the tree, one unit, and a list from a workbook, applied whole or not at all."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from procurement.buyers import unit_imports
from procurement.models import InvoiceTitle, Role, Unit, UnitImport, UnitKind, UnitRecord
from tests import factories

What = UnitRecord.What
HEAD = ["单位编码", "单位名称", "简称", "性质", "上级编码", "人数", "统一社会信用代码"]


@pytest.fixture
def desk(client, office):
    client.force_login(office)
    return client


def page(response):
    return response.content.decode()


def workbook(*rows, head=HEAD):
    book = openpyxl.Workbook()
    for row in (head, *rows):
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def send(desk, content, name="单位.xlsx"):
    return desk.post(reverse("office:unit_imports"), {"file": SimpleUploadedFile(name, content)}, follow=True)


def apply(desk):
    found = UnitImport.objects.get()
    return desk.post(reverse("office:unit_import_apply", args=[found.pk]), follow=True)


# The tree and one unit


def test_the_tree_is_searched_by_name_code_credit_code_and_kind(desk):
    bureau = factories.UnitFactory(code="JG900", name="建湖县教育测试局", kind=UnitKind.GOVERNMENT)
    factories.UnitFactory(code="SY901", name="建湖县湖阳测试小学", parent=bureau, credit_code=factories.credit_code(1))

    def found(query):
        rows = desk.get(f"{reverse('office:units')}?{query}").context["page"]
        return [(row.unit.code, row.depth) for row in rows]

    assert found("") == [("JG900", 0), ("SY901", 1)]
    assert found("words=湖阳 小学") == [("SY901", 0)]
    assert found("words=jg900") == [("JG900", 0)]
    assert found(f"words={factories.credit_code(1)}") == [("SY901", 0)]
    assert found("kind=GOVERNMENT") == [("JG900", 0)]
    assert found("words=没有") == [] and len(found("kind=nonsense&page=99")) == 2
    assert len(found("words=%00")) == 2


def test_a_unit_without_an_administrator_is_marked_and_gets_an_invitation(desk, unit, member):
    assert "没有" in page(desk.get(reverse("office:units")))

    shown = page(desk.post(reverse("office:unit_invite", args=[unit.code]), follow=True))

    invitation = unit.invitations.get()
    assert invitation.roles == [Role.ADMINISTRATOR, Role.HANDLER] and invitation.max_uses == 1
    assert reverse("invitation:accept", args=[invitation.token]) in shown
    desk.post(reverse("office:unit_invitation_revoke", args=[unit.code, invitation.pk]))
    invitation.refresh_from_db()
    assert invitation.is_revoked


def test_the_office_leaves_a_units_other_invitations_alone(desk, unit, administrator, now):
    invitation = unit.invitations.create(roles=[Role.MEMBER], at=now, expires_at=now)

    answer = desk.post(reverse("office:unit_invitation_revoke", args=[unit.code, invitation.pk]))

    assert answer.status_code == 404


def test_the_office_adds_and_changes_a_unit(desk, office, unit):
    form = {"code": "sy901", "name": "测试小学", "short_name": "小学", "kind": "INSTITUTION", "parent": unit.pk}
    desk.post(reverse("office:unit_new"), form)
    added = Unit.objects.get(code="SY901")
    assert added.parent == unit

    form = {"name": "测试中学", "short_name": "中学", "kind": "ENTERPRISE", "headcount": "80"}
    shown = page(desk.post(reverse("office:unit_edit", args=["SY901"]), form, follow=True))

    added.refresh_from_db()
    assert (added.name, added.kind, added.parent, added.headcount) == ("测试中学", "ENTERPRISE", None, 80)
    assert "单位名称：测试小学 → 测试中学" in shown and str(office) in shown


def test_a_circle_is_refused_at_the_field(desk, unit):
    below = factories.UnitFactory(parent=unit)
    form = {"name": unit.name, "short_name": unit.short_name, "kind": unit.kind, "parent": below.pk}

    answer = desk.post(reverse("office:unit_edit", args=[unit.code]), form)

    assert answer.status_code == 400 and "不能作主管单位" in page(answer)
    assert desk.post(reverse("office:unit_edit", args=[unit.code]), {**form, "parent": unit.pk}).status_code == 400
    unit.refresh_from_db()
    assert unit.parent is None


@pytest.mark.parametrize(
    ("method", "name", "args"),
    [
        ("get", "units", []),
        ("get", "unit", ["CODE"]),
        ("post", "unit_new", []),
        ("post", "unit_edit", ["CODE"]),
        ("post", "unit_invite", ["CODE"]),
        ("get", "unit_imports", []),
        ("post", "unit_imports", []),
        ("get", "units_workbook", []),
        ("get", "unit_import", [1]),
        ("post", "unit_import_apply", [1]),
        ("post", "unit_import_cancel", [1]),
    ],
)
def test_units_belong_to_the_office(client, unit, administrator, seller, method, name, args):
    where = reverse(f"office:{name}", args=[unit.code if arg == "CODE" else arg for arg in args])

    assert getattr(client, method)(where).url.startswith(reverse("user:login"))
    for person in (administrator, seller):
        client.force_login(person)
        assert getattr(client, method)(where).status_code == 404


def test_steps_are_taken_by_post_only(desk, unit):
    send(desk, workbook(["SY901", "测试小学", "", "事业单位"]))
    found = UnitImport.objects.get()

    for name, args in (
        ("unit_invite", [unit.code]),
        ("unit_import_apply", [found.pk]),
        ("unit_import_cancel", [found.pk]),
    ):
        assert desk.get(reverse(f"office:{name}", args=args)).status_code == 405


def test_the_tree_takes_the_same_queries_for_5_units_as_for_50(desk, unit):
    counts = []
    for size in (5, 45):
        for _ in range(size):
            factories.join_unit(factories.UnitFactory(parent=unit), Role.ADMINISTRATOR)
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(reverse("office:units")).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]


# A list from a workbook


def test_a_list_is_looked_over_first_and_then_applied_whole(desk, office, unit):
    content = workbook(
        ["SY902", "测试小学", "", "事业单位", "JG900", 156, factories.credit_code(1)],
        ["JG900", "测试局", "局", "机关", "无", 40],
        [unit.code, unit.name, "新简称", "企业", "JG900", None],
    )

    shown = page(send(desk, content))

    assert "新增 2" in shown and "有改动 1" in shown and "确认导入 3 行" in shown
    assert Unit.objects.count() == 1, "nothing happened yet"
    assert "新增 2 个，修改 1 个" in page(apply(desk))
    school, changed = Unit.objects.get(code="SY902"), Unit.objects.get(pk=unit.pk)
    assert (school.parent.code, school.headcount, school.short_name) == ("JG900", 156, "测试小学")
    assert school.credit_code == factories.credit_code(1)
    assert (changed.short_name, changed.kind, changed.parent.code) == ("新简称", UnitKind.ENTERPRISE, "JG900")
    assert changed.headcount == unit.headcount, "a blank cell leaves what there is"
    assert {record.what for record in UnitRecord.objects.filter(by=office)} == {What.CREATED, What.MOVED}
    assert "简称" in UnitRecord.objects.get(unit=unit).words


MISTAKES = [
    ([None, "没有编码", "", "机关"], "A2", "请填写单位编码"),
    (["小学一", "编码不对", "", "机关"], "A2", "大写字母、数字"),
    (["SY901", None, "简", "机关"], "B2", "请填写单位名称"),
    (["SY901", "长" * 81, "简", "机关"], "B2", "最多 80 个字"),
    (["SY901", "测试", "简", "学校"], "D2", "机关、事业单位"),
    (["SY901", "测试", "简", None], "D2", "请填写单位性质"),
    (["SY901", "测试", "简", "机关", "ZZ99"], "E2", "没有这个编码的单位"),
    (["SY901", "测试", "简", "机关", "SY901"], "E2", "绕成了一圈"),
    (["SY901", "测试", "简", "机关", None, "四十"], "F2", "请填写整数"),
    (["SY901", "测试", "简", "机关", None, -4], "F2", "请填写整数"),
    (["SY901", "测试", "简", "机关", None, 4.5], "F2", "请填写整数"),
    (["SY901", "测试", "简", "机关", None, 4, "91350100M000100Y4Z"], "G2", "统一社会信用代码不正确"),
    (["SY901", "测试", "简", "机关", None, 4, 1.23e17], "G2", "统一社会信用代码不正确"),
]


@pytest.mark.parametrize(("row", "cell", "sentence"), MISTAKES)
def test_a_mistake_is_shown_at_its_cell_and_nothing_is_applied(desk, row, cell, sentence):
    shown = page(send(desk, workbook(row, ["SY999", "没有问题的", "", "机关"])))

    assert cell in shown and sentence in shown and "确认导入" not in shown
    assert "一行也没有导入" in page(apply(desk))
    assert not Unit.objects.exists() and UnitImport.objects.get().is_in_review


def test_rows_that_contradict_each_other_are_both_shown(desk, unit):
    taken = factories.UnitFactory(credit_code=factories.credit_code(1))
    content = workbook(
        ["SY901", "一", "", "机关", "SY902", None, factories.credit_code(2)],
        ["SY902", "二", "", "机关", "SY901", None, factories.credit_code(2)],
        ["SY903", "三", "", "机关", None, None, factories.credit_code(1)],
        ["SY904", "四", "", "机关"],
        ["SY904", "四", "", "机关"],
    )

    shown = page(send(desk, content))

    assert "有问题 5" in shown and f"属于已有的单位：{taken.name}" in shown
    assert shown.count("绕成了一圈") == 2 and shown.count("出现了不止一次") == 4


def test_credit_codes_may_change_hands_in_one_list(desk, office, now):
    codes = [factories.credit_code(1), factories.credit_code(2)]
    units = [factories.UnitFactory(credit_code=code) for code in codes]
    units[0].invoice_titles.create(buyer=InvoiceTitle.Buyer.UNIT, name="甲", credit_code=codes[0])
    rows = [
        [unit.code, unit.name, "", "事业单位", None, None, code] for unit, code in zip(units, codes[::-1], strict=True)
    ]

    send(desk, workbook(*rows))
    apply(desk)

    assert [Unit.objects.get(pk=unit.pk).credit_code for unit in units] == codes[::-1]
    assert units[0].invoice_titles.get().credit_code == codes[1]


def test_what_changed_since_the_review_is_seen_when_applying(desk):
    send(desk, workbook(["SY901", "一", "", "机关", None, None, factories.credit_code(1)]))
    factories.UnitFactory(credit_code=factories.credit_code(1))

    answer = apply(desk)

    assert answer.status_code == 409 and "属于已有的单位" in page(answer)
    assert Unit.objects.count() == 1


def test_a_list_is_applied_once_and_a_cancelled_one_never(desk, office, now):
    send(desk, workbook(["SY901", "一", "", "机关"]))
    apply(desk)
    assert "没有重复办理" in page(apply(desk))
    assert Unit.objects.count() == 1

    UnitImport.objects.all().delete()
    send(desk, workbook(["SY902", "二", "", "机关"]))
    desk.post(reverse("office:unit_import_cancel", args=[UnitImport.objects.get().pk]))
    apply(desk)
    assert Unit.objects.count() == 1


def test_a_list_that_says_what_is_there_changes_nothing(desk, unit):
    downloaded = desk.get(reverse("office:units_workbook")).content

    shown = page(send(desk, downloaded))

    assert "没有需要导入的" in shown and "无改动 1" in shown


def test_the_downloaded_list_is_ready_to_be_changed_in_a_spreadsheet(desk, unit):
    Unit.objects.update(name="=HYPERLINK(1)")
    factories.UnitFactory(parent=unit)

    sheet = openpyxl.load_workbook(BytesIO(desk.get(reverse("office:units_workbook")).content)).active

    assert [cell.value.strip("*") for cell in sheet[1]] == HEAD
    assert [cell.value for cell in sheet[2]][:5] == [unit.code, "=HYPERLINK(1)", unit.short_name, "事业单位", "无"]
    assert sheet["B2"].data_type == "s" and sheet["E3"].value == unit.code
    assert sheet.data_validations.dataValidation[0].formula1.count(",") == 5


def test_headers_are_known_by_other_names_below_a_title_in_any_order(desk):
    content = workbook(
        ["2026 年 11 月"],
        ["性质（必填）", "名称", "单位编码 *", "备注", "在职人数"],
        ["机关", "测试局", "jg901", "不读这一列", "46人"],
        [None, None, None, None, None],
        head=["建湖县采购单位清单"],
    )

    send(desk, content)
    apply(desk)

    unit = Unit.objects.get()
    assert (unit.code, unit.headcount, unit.short_name) == ("JG901", 46, "测试局")


def test_a_review_asks_the_same_number_of_queries_for_5_rows_as_for_50(desk):
    counts = []
    for size in (5, 50):
        UnitImport.objects.all().delete()
        send(desk, workbook(*[[f"SY{number:03d}", f"单位{number}", "", "机关"] for number in range(size)]))
        with CaptureQueriesContext(connection) as queries:
            desk.get(reverse("office:unit_import", args=[UnitImport.objects.get().pk]))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_applying_takes_few_queries_however_long_the_list(desk, office, now):
    rows = [[f"SY{number:03d}", f"单位{number}", "", "机关", "无" if not number else "SY000"] for number in range(200)]
    send(desk, workbook(*rows))

    with CaptureQueriesContext(connection) as queries:
        unit_imports.apply(unit_import=UnitImport.objects.get(), by=office, at=now)

    assert Unit.objects.filter(parent__code="SY000").count() == 199
    assert len(queries) < 20
