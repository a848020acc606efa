"""A collection by workbook: what is downloaded, what an upload changes, what it must not."""

from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from procurement.collection import demands, group_orders, pledge_sheets
from procurement.collection.pledge_workbook import layout
from procurement.collection.pledge_workbook.planned import Outcome
from procurement.collection.wishes import Wish, wish
from procurement.models import Participant, PledgeSheet
from tests import factories

from . import sheets, states


@pytest.fixture
def apples(supplier):
    return factories.make_product(supplier, title="苹果 5kg/箱", price="70.00", stock=500, sku="PG-1")


@pytest.fixture
def collecting(open_group_order, apples, handler, now):
    """Oranges and apples; 李晓 wants 2 and 3, 王芳 2 of oranges and 5 in all once they cost 54.50."""
    open_group_order.items.create(product=apples)
    oranges, other = open_group_order.items.order_by("pk")
    cast = states.Cast(handler, None, now)
    states.join(open_group_order, {oranges: 2, other: 3}, cast, number=1, name="李晓", department="内科")
    group_orders.join(
        group_order=open_group_order,
        name="王芳",
        mobile="10090000002",
        quantities={oranges.pk: 2},
        totals={oranges.pk: {Decimal("54.50"): 5}},
        at=now,
    )
    return open_group_order


@pytest.fixture
def filled(collecting, now):
    return sheets.download(collecting, now)


@pytest.fixture
def upload(collecting, handler, now):
    return lambda filled, at=now: sheets.upload(filled, collecting, handler, at)


@pytest.fixture
def apply(handler, now):
    return lambda sheet, **how: pledge_sheets.apply(sheet=sheet, by=handler, at=now, **how)


def wishes(name):
    """Return ``{title: Wish}`` of a participant."""
    pledges = Participant.objects.get(name=name).pledges.select_related("item__product").prefetch_related("steps")
    return {pledge.item.product.title: demands.of_pledge(pledge) for pledge in pledges}


def only(sheet, outcome):
    """Return the one row with an outcome."""
    (row,) = [row for row in pledge_sheets.review(sheet) if row.outcome == outcome]
    return row


def outcomes(sheet):
    return {row.name: row.outcome for row in pledge_sheets.review(sheet)}


def change(name, packs, product, at):
    """What a participant does by their own link."""
    person = Participant.objects.get(name=name)
    item = person.group_order.items.get(product=product)
    group_orders.change(participant=person, quantities={item.pk: packs}, at=at)


# Out


def test_a_sheet_shows_people_and_products_and_masks_mobile_numbers(filled, oranges, apples):
    sheet, column = filled.sheet, filled.column_of(oranges)

    head = [sheet.cell(row, column).value for row in (layout.CODE_ROW, layout.PRICES_ROW, layout.MINIMUM_ROW)]
    assert head == [oranges.stockrecords.get().partner_sku, "58.00\n满 20 箱 56.30\n满 50 箱 54.50", "不限"]
    assert "5kg/箱" in sheet.cell(layout.PRODUCT_ROW, column).value
    assert sheet.cell(filled.row_of("李晓"), layout.MOBILE).value == "100****0001"
    assert (filled.get("李晓", oranges), filled.get("李晓", apples), filled.get("王芳", apples)) == (2, 3, None)
    texts = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    tokens = Participant.objects.values_list("token", flat=True)
    assert "10090000001" not in texts and not any(token in texts for token in tokens)


def test_a_sheet_is_locked_above_and_open_below(filled, oranges):
    sheet, column = filled.sheet, filled.column_of(oranges)
    letter = openpyxl.utils.get_column_letter(column)

    assert sheet.protection.sheet and sheet.freeze_panes == f"C{layout.FIRST_ROW}"
    assert all(cell.protection.locked for row in sheet.iter_rows(max_row=layout.HEAD_ROW) for cell in row)
    assert sheet.cell(filled.row_of("李晓"), layout.NAME).protection.locked
    assert not sheet.cell(filled.row_of("李晓"), column).protection.locked
    assert not sheet.column_dimensions[letter].protection.locked
    assert sheet.column_dimensions["A"].hidden and sheet.row_dimensions[layout.KEY_ROW].hidden
    checks = {rule.type: str(rule.sqref) for rule in sheet.data_validations.dataValidation}
    assert checks["whole"].startswith(f"G{layout.FIRST_ROW}:")
    assert sheet.page_setup.orientation == "landscape" and sheet.print_title_rows


def test_a_condition_on_the_price_is_told_at_its_cell(filled, oranges):
    cell = filled.sheet.cell(filled.row_of("王芳"), filled.column_of(oranges))

    assert cell.value == 2
    assert "2 箱，降到 54.50 元时共 5 箱" in cell.comment.text


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+86", "-2", "@SUM(A1)", "\x0bctrl"])
def test_a_text_that_begins_like_a_formula_stays_text(collecting, handler, now, name):
    states.join(collecting, 1, states.Cast(handler, None, now), number=9, name=name, department="=1+1")

    filled = sheets.download(collecting, now)

    cell = filled.sheet.cell(filled.row_of(name.replace("\x0b", "")), layout.NAME)
    assert cell.data_type == "s" and filled.sheet.cell(cell.row, layout.DEPARTMENT).data_type == "s"
    assert cell.quotePrefix == (name[0] in "=+-@")


def test_only_an_open_collection_has_a_sheet(collecting, handler, filled, upload, now):
    group_orders.close(group_order=collecting, by=handler, at=now)

    with pytest.raises(group_orders.Refused, match="正在征集"):
        sheets.download(collecting, now)
    collecting.refresh_from_db()
    with pytest.raises(pledge_sheets.Refused, match="已截止"):
        upload(filled)


# In


def test_an_untouched_sheet_changes_nothing(filled, upload, apply):
    sheet = upload(filled)

    assert set(outcomes(sheet).values()) == {Outcome.UNCHANGED}
    assert "保留 2 箱，降到 54.50 元时共 5 箱" in " ".join(
        note for row in pledge_sheets.review(sheet) for note in row.notes
    )
    apply(sheet)
    assert wishes("王芳") == {"秭归脐橙 5kg/箱": wish(2, {Decimal("54.50"): 5})}


def test_changed_cells_and_new_rows_are_shown_and_then_written(filled, upload, apply, handler, oranges, apples):
    filled.put("李晓", oranges, 4)
    filled.put("李晓", apples, None)
    filled.put("王芳", apples, "６ 箱")
    filled.add("陈静", "+86 100-9000-0003", {oranges: 1.0}, "外科")
    filled.add("赵敏", 10090000004, {oranges: 0})

    sheet = upload(filled)

    assert outcomes(sheet) == {
        "李晓": Outcome.CHANGED,
        "王芳": Outcome.CHANGED,
        "陈静": Outcome.NEW,
        "赵敏": Outcome.IGNORED,
    }
    shown = {(each.title[:2], each.old, each.new) for row in pledge_sheets.review(sheet) for each in row.changes}
    assert shown == {
        ("秭归", "2 箱", "4 箱"),
        ("苹果", "3 箱", "0 箱"),
        ("苹果", "0 箱", "6 箱"),
        ("秭归", "0 箱", "1 箱"),
    }
    assert wishes("李晓")["秭归脐橙 5kg/箱"] == Wish(2), "nothing is written yet"

    done = apply(sheet)

    assert wishes("李晓") == {"秭归脐橙 5kg/箱": Wish(4)}
    assert wishes("王芳") == {"秭归脐橙 5kg/箱": wish(2, {Decimal("54.50"): 5}), "苹果 5kg/箱": Wish(6)}
    new = done.joined.get()
    assert (new.name, new.department, new.mobile) == ("陈静", "外科", "10090000003") and len(new.token) >= 20
    assert (done.changed, done.unchanged, done.rows) == (2, 0, [])
    assert not Participant.objects.filter(name="赵敏").exists(), "who wants nothing is not entered"
    assert {row.by for row in new.changes.all()} == {handler}


def test_the_same_sheet_again_changes_nothing(filled, upload, apply, oranges, apples):
    filled.put("李晓", oranges, 4)
    filled.put("王芳", oranges, 7)
    filled.add("陈静", "10090000003", {apples: 2})
    apply(upload(filled))

    again = upload(filled)

    assert set(outcomes(again).values()) == {Outcome.UNCHANGED}
    assert apply(again).joined.count() == 0 and Participant.objects.count() == 3


def test_a_changed_cell_takes_the_place_of_a_condition_and_says_so(filled, upload, apply, oranges):
    filled.put("王芳", oranges, 3)

    sheet = upload(filled)

    (changed,) = only(sheet, Outcome.CHANGED).changes
    assert (changed.old, changed.new, changed.is_condition_lost) == ("2 箱，降到 54.50 元时共 5 箱", "3 箱", True)
    apply(sheet)
    assert wishes("王芳") == {"秭归脐橙 5kg/箱": Wish(3)}


MISTAKES = [
    ("李晓", "2.5", "请改成整数"),
    ("李晓", -1, "不能是负数"),
    ("李晓", "两箱", "请填整数"),
    ("李晓", 100_001, "最多 100000"),
    ("李晓", 10**30, "最多 100000"),
    ("李晓", "#REF!", "请填整数"),
]


@pytest.mark.parametrize(("name", "value", "sentence"), MISTAKES)
def test_a_wrong_number_is_named_at_its_cell_and_nothing_is_written(
    filled, upload, apply, oranges, name, value, sentence
):
    place = filled.put(name, oranges, value)
    filled.add("陈静", "10090000003", {oranges: 1})

    sheet = upload(filled)

    row = only(sheet, Outcome.REJECTED)
    (mistake,) = row.row.mistakes
    assert sentence in mistake.message and f"{sheet.letters[mistake.key]}{row.number}" == place
    with pytest.raises(pledge_sheets.Refused, match="一行也没有写入"):
        apply(sheet)
    assert Participant.objects.count() == 2


PEOPLE = [
    ("", "10090000003", "", "name", "请填写姓名"),
    ("长" * 41, "10090000003", "", "name", "40 字以内"),
    ("陈静", "", "", "mobile", "11 位手机号"),
    ("陈静", "1009000", "", "mobile", "11 位手机号"),
    ("陈静", "1.009E+10", "", "mobile", "设成文本"),
    ("陈静", "10090000003", "长" * 41, "department", "40 字以内"),
    ("陈静", "10090000001", "", "mobile", "已经参加（李晓）"),
]


@pytest.mark.parametrize(("name", "mobile", "department", "key", "sentence"), PEOPLE)
def test_a_new_person_is_checked_as_on_the_page(filled, upload, oranges, name, mobile, department, key, sentence):
    filled.add(name, mobile, {oranges: 1}, department)

    mistakes = only(upload(filled), Outcome.REJECTED).row.mistakes

    assert [(mistake.key, sentence in mistake.message) for mistake in mistakes] == [(key, True)]


def test_the_same_mobile_number_twice_is_named_in_both_rows(filled, upload, oranges):
    filled.add("陈静", "10090000003", {oranges: 1})
    filled.add("陈平", "10090000003", {oranges: 1})

    rejected = [row for row in pledge_sheets.review(upload(filled)) if row.outcome == Outcome.REJECTED]

    assert ["不止一次" in row.row.mistakes[0].message for row in rejected] == [True, True]


def test_a_copied_row_a_strange_key_and_a_changed_name_are_refused(filled, upload):
    sheet, li, wang = filled.sheet, filled.row_of("李晓"), filled.row_of("王芳")
    sheet.cell(li, layout.NAME).value, sheet.cell(li, layout.MOBILE).value = "李小", "10090000009"
    sheet.cell(wang, layout.KEY).value = 999_999_999
    for column in range(1, layout.FIRST_ITEM + 2):
        sheet.cell(30, column).value = sheet.cell(31, column).value = sheet.cell(li, column).value

    rows = {row.number: row for row in pledge_sheets.review(upload(filled))}

    said = [mistake.message for mistake in rows[li].row.mistakes]
    assert "改回“李晓”" in " ".join(said) and "改回“100****0001”" in " ".join(said)
    assert "认不出" in rows[wang].row.mistakes[0].message
    assert all("同一个人" in rows[number].row.mistakes[0].message for number in (li, 30, 31))


def test_somebody_with_nothing_left_is_sent_to_their_own_link(filled, upload, oranges, apples):
    filled.put("李晓", oranges, 0)
    filled.put("李晓", apples, None)

    row = only(upload(filled), Outcome.REJECTED)

    assert "专属链接退出" in row.row.mistakes[0].message


def test_a_row_or_column_taken_out_leaves_its_pledges_alone(filled, upload, apply, oranges, apples):
    filled.sheet.delete_rows(filled.row_of("王芳"))
    filled.put("李晓", oranges, 9)
    filled.sheet.delete_cols(filled.column_of(apples))

    apply(upload(filled))

    assert wishes("李晓") == {"秭归脐橙 5kg/箱": Wish(9), "苹果 5kg/箱": Wish(3)}
    assert wishes("王芳") == {"秭归脐橙 5kg/箱": wish(2, {Decimal("54.50"): 5})}


# What happens meanwhile


def test_what_a_colleague_changed_meanwhile_is_named_and_wins(filled, upload, apply, oranges, apples, now):
    filled.put("李晓", oranges, 4)
    filled.put("王芳", apples, 1)
    change("李晓", 7, oranges, now)

    sheet = upload(filled)

    (conflict,) = only(sheet, Outcome.CONFLICT).conflicts
    assert conflict.value == "4" and "2 箱 → 7 箱" in conflict.message
    with pytest.raises(pledge_sheets.Refused, match="李晓在您下载之后改过"):
        apply(sheet)
    assert "苹果 5kg/箱" not in wishes("王芳") and PledgeSheet.objects.get().is_in_review
    apply(sheet, keep=True)
    assert wishes("李晓") == {"秭归脐橙 5kg/箱": Wish(7)} and wishes("王芳")["苹果 5kg/箱"] == Wish(1)


def test_what_a_colleague_changed_elsewhere_is_no_conflict(filled, upload, apply, oranges, apples, now):
    filled.put("王芳", apples, 1)
    change("李晓", 7, oranges, now)

    apply(upload(filled))

    assert wishes("李晓") == {"秭归脐橙 5kg/箱": Wish(7)}, "the sheet still says 2 and 3, as it was"


def test_a_change_between_review_and_confirmation_is_not_overwritten(filled, upload, apply, oranges, now):
    filled.put("李晓", oranges, 4)
    sheet = upload(filled)
    change("李晓", 7, oranges, now)

    with pytest.raises(pledge_sheets.Refused, match="李晓"):
        apply(sheet)

    assert wishes("李晓") == {"秭归脐橙 5kg/箱": Wish(7)}


def test_who_left_meanwhile_stays_away(filled, upload, apply, oranges, now):
    filled.put("李晓", oranges, 4)
    group_orders.withdraw(participant=Participant.objects.get(name="李晓"), at=now)

    sheet = upload(filled)

    assert "已经退出" in only(sheet, Outcome.CONFLICT).conflicts[0].message
    apply(sheet, keep=True)
    assert Participant.objects.get(name="李晓").withdrawn_at


def test_who_was_entered_by_the_sheet_and_left_is_not_entered_again(filled, upload, apply, oranges, now):
    filled.add("陈静", "10090000003", {oranges: 1})
    apply(upload(filled))
    group_orders.withdraw(participant=Participant.objects.get(name="陈静"), at=now)

    sheet = upload(filled)

    assert "自己退出" in only(sheet, Outcome.CONFLICT).conflicts[0].message
    apply(sheet, keep=True)
    assert Participant.objects.get(name="陈静").withdrawn_at


def test_who_left_before_the_download_may_be_entered_anew(collecting, upload, apply, handler, oranges, now):
    group_orders.withdraw(participant=Participant.objects.get(name="李晓"), at=now)
    filled = sheets.download(collecting, now)
    filled.add("李晓", "10090000001", {oranges: 6})

    sheet = upload(filled)

    assert only(sheet, Outcome.NEW).notes == ["曾经退出，这次重新参加。"]
    apply(sheet)
    assert wishes("李晓") == {"秭归脐橙 5kg/箱": Wish(6)}


def test_who_joined_meanwhile_on_their_own_is_a_conflict(filled, upload, apply, collecting, handler, oranges, now):
    filled.add("职工3", "10090000003", {oranges: 1})
    item = collecting.items.get(product=oranges)
    states.join(collecting, {item: 8}, states.Cast(handler, None, now), number=3)

    sheet = upload(filled)

    assert "已经参加：职工3，秭归脐橙 5kg/箱 8 箱" in only(sheet, Outcome.CONFLICT).conflicts[0].message
    apply(sheet, keep=True)
    assert wishes("职工3") == {"秭归脐橙 5kg/箱": Wish(8)}


def test_a_collection_that_closed_takes_nothing_and_keeps_what_was_uploaded(
    filled, upload, apply, collecting, handler, oranges, now
):
    filled.put("李晓", oranges, 4)
    sheet = upload(filled)
    group_orders.close(group_order=collecting, by=handler, at=now)

    with pytest.raises(pledge_sheets.Refused, match="已截止"):
        apply(sheet)

    group_orders.reopen(group_order=collecting, deadline_at=now + timedelta(days=2), by=handler, at=now)
    apply(sheet)
    assert wishes("李晓")["秭归脐橙 5kg/箱"] == Wish(4)


def test_a_sheet_is_written_once(filled, upload, apply, oranges):
    filled.add("陈静", "10090000003", {oranges: 1})
    sheet = upload(filled)
    apply(sheet)

    with pytest.raises(pledge_sheets.Refused, match="没有重复办理"):
        apply(sheet)

    assert Participant.objects.filter(name="陈静").count() == 1


def test_a_new_upload_puts_the_waiting_one_away(filled, upload):
    first = upload(filled)
    upload(filled)

    first.refresh_from_db()
    assert first.status == PledgeSheet.Status.CANCELLED and first.rows == []


# Who may take part, and how much each may have


def limit(group_order, **rules):
    type(group_order).objects.filter(pk=group_order.pk).update(**rules)
    group_order.refresh_from_db()


def test_more_than_each_may_have_is_named_at_the_sum_and_nothing_is_written(collecting, upload, apply, oranges, now):
    limit(collecting, pack_limit=6)
    filled = sheets.download(collecting, now)
    filled.put("李晓", oranges, 4)
    filled.add("陈静", "10090000003", {oranges: 1})

    sheet = upload(filled)

    assert "每人最多 6 件" in filled.sheet.cell(layout.NOTE_ROW, layout.NAME).value
    assert sheet.refusals == {str(filled.row_of("李晓")): ["packs", "每人最多 6 件，您选了 7 件，请减少数量。"]}
    assert sheet.letters["packs"] == "E" and Participant.objects.count() == 2
    with pytest.raises(pledge_sheets.Refused, match="一行也没有写入"):
        apply(sheet)
    assert Participant.objects.count() == 2


def test_a_limit_set_by_the_time_of_confirmation_holds(collecting, filled, upload, apply, oranges):
    filled.add("陈静", "10090000003", {oranges: 6})
    sheet = upload(filled)
    assert sheet.refusals == {}
    limit(collecting, budget_amount=100)

    with pytest.raises(pledge_sheets.Refused):
        apply(sheet)

    sheet.refresh_from_db()
    (refusal,) = sheet.refusals.values()
    assert "每人预算 100.00 元" in refusal[1] and Participant.objects.count() == 2


def test_only_members_may_be_entered_where_only_members_take_part(collecting, filled, upload, apply, unit, oranges):
    limit(collecting, access="MEMBERS")
    member = factories.join_unit(unit, "MEMBER")
    number = filled.add("外人", "10090000003", {oranges: 1})
    filled.add("成员", member.mobile, {oranges: 1})

    sheet = upload(filled)

    assert list(sheet.refusals) == [str(number)] and sheet.refusals[str(number)][0] == "mobile"
    filled.sheet.cell(number, layout.MOBILE).value = None
    filled.sheet.cell(number, layout.NAME).value = None
    filled.sheet.cell(number, filled.column_of(oranges)).value = None
    assert apply(upload(filled)).joined.get().user == member


# Files that are no such sheet


def test_another_group_orders_sheet_is_refused(filled, upload, unit, handler, oranges, now, collecting):
    other = states.draft(unit, states.Cast(handler, None, now), [oranges])
    group_orders.open(group_order=other, by=handler, at=now)

    with pytest.raises(pledge_sheets.FileRefused, match=other.number):
        upload(sheets.download(other, now))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda sheet: sheet.delete_rows(layout.KEY_ROW),
        lambda sheet: sheet.delete_rows(layout.HEAD_ROW),
        lambda sheet: sheet.cell(layout.KEY_ROW, layout.FIRST_ITEM + 1, sheet.cell(layout.KEY_ROW, 7).value),
        lambda sheet: sheet.cell(layout.KEY_ROW, layout.FIRST_ITEM, 987654321),
        lambda sheet: sheet.cell(layout.KEY_ROW, 1, "征集表 x y"),
    ],
)
def test_a_sheet_with_a_spoilt_head_is_refused(filled, upload, spoil):
    spoil(filled.sheet)

    with pytest.raises(pledge_sheets.FileRefused, match="不是从本页下载"):
        upload(filled)


def test_too_many_rows_are_refused(filled, upload):
    for row in range(layout.MAX_PEOPLE + 1):
        filled.sheet.cell(layout.FIRST_ROW + 5 + row, layout.NAME, "某某")

    with pytest.raises(pledge_sheets.FileRefused, match="最多 1000 行"):
        upload(filled)


def test_columns_and_rows_may_be_moved(filled, upload, apply, oranges):
    filled.put("李晓", oranges, 4)
    filled.sheet.insert_cols(layout.MOBILE)
    filled.sheet.insert_rows(1)

    sheet = upload(filled)

    apply(sheet)
    assert wishes("李晓")["秭归脐橙 5kg/箱"] == Wish(4)


def test_another_row_takes_four_queries_however_many_rules_hold(collecting, upload, apply, oranges, now):
    """Once to see whether somebody is there, once each to write the person, the pledge, and what changed."""
    type(collecting).objects.filter(pk=collecting.pk).update(budget_amount="500.00", pack_limit=9)
    queries = []
    for people in (5, 25):
        filled = sheets.download(collecting, now)
        for number in range(people):
            filled.add(f"新同事{people}-{number}", f"1009{people:03d}{number:04d}", {oranges: 1})
        sheet = upload(filled)
        with CaptureQueriesContext(connection) as captured:
            apply(sheet)
        queries.append(len(captured))

    assert queries[1] - queries[0] == 4 * 20
