import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue_import.parse import lookups, periods, tiers, words
from catalogue_import.parse.problems import Problem


@pytest.mark.parametrize(
    "text, expected",
    [
        ("20:56.30;50:54.50", [[20, "56.30"], [50, "54.50"]]),
        ("20-49:56.3，50以上:54.5", [[20, "56.30"], [50, "54.50"]]),
        ("２０：５６．３０；５０：５４．５０", [[20, "56.30"], [50, "54.50"]]),
        ("20箱以上：￥1,056.30元", [[20, "1056.30"]]),
        ("满20=56 满50=54", [[20, "56.00"], [50, "54.00"]]),
        ("20:56.3、50:54.5、", [[20, "56.30"], [50, "54.50"]]),
    ],
)
def test_tier_prices_are_read_as_people_write_them(text, expected):
    assert tiers.parse(text) == expected


@pytest.mark.parametrize(
    "text", ["20:56.30;50:57", "50:54;20:56", "20:56;20:55", "20-60:56;50:54", "优惠", "20:", ":5", ";"]
)
def test_tier_prices_that_make_no_sense_are_a_problem(text):
    with pytest.raises(Problem):
        tiers.parse(text)


@given(st.text(alphabet="0123456789:;,.-~以上起元箱 满=¥", max_size=40))
def test_any_text_is_either_tiers_or_a_problem(text):
    try:
        found = tiers.parse(text)
    except Problem:
        return
    assert [quantity for quantity, _ in found] == sorted({quantity for quantity, _ in found})


@pytest.mark.parametrize(
    "text, days",
    [
        ("30", 30),
        ("30天", 30),
        ("12个月", 365),
        ("1年", 365),
        ("18个月", 545),
        ("３个月", 90),
        ("半年", 180),
        ("7日内", 7),
    ],
)
def test_a_shelf_life_becomes_days(text, days):
    assert periods.shelf_life(text) == days


@pytest.mark.parametrize("text", ["0天", "很久", "-3", "1年半载"])
def test_a_shelf_life_that_is_none_is_a_problem(text):
    with pytest.raises(Problem):
        periods.shelf_life(text)


@pytest.mark.parametrize(
    "text, season",
    [
        ("全年", []),
        ("10-3月", [10, 3]),
        ("9月至次年1月", [9, 1]),
        ("11月", [11, 11]),
        ("１０～３月", [10, 3]),
        ("1-12月", []),
    ],
)
def test_a_season_becomes_two_months(text, season):
    assert periods.season(text) == season


@pytest.mark.parametrize("text", ["13月", "0-3月", "冬天", "2026-10-03"])
def test_a_season_that_is_none_is_a_problem(text):
    with pytest.raises(Problem):
        periods.season(text)


def test_a_code_from_a_numeric_cell_loses_its_decimals():
    assert words.code("1001.0") == "1001"
    assert words.code("ＴＣ01-001") == "TC01-001"


@pytest.mark.parametrize("text", ["6901234567892", "69 0123 4567892", "96385074"])
def test_a_barcode_with_a_right_check_digit_is_taken(text):
    assert words.barcode(text) == text.replace(" ", "")


@pytest.mark.parametrize("text", ["6901234567893", "12345", "690123456789X", "6.90123E+12"])
def test_a_wrong_barcode_is_a_problem(text):
    with pytest.raises(Problem, match="条码"):
        words.barcode(text)


def test_a_description_keeps_its_lines_and_loses_its_markup():
    text = "<p>皮薄<b>肉嫩</b></p><script>alert(1)</script>现摘\u200b现发\r\n&lt;img src=x&gt;不到 5<6 斤"

    assert words.description(text) == "皮薄肉嫩\nalert(1)现摘现发\n不到 5<6 斤"


@pytest.mark.parametrize("text", ["一" * 4001, "<b>" + "一" * 4001 + "</b>"])
def test_a_description_too_long_says_how_long_it_is(text):
    with pytest.raises(Problem, match="4001"):
        words.description(text)


def test_keywords_are_split_at_whatever_separates_them():
    assert words.keywords("脐橙;秭归，鲜果、礼盒 脐橙") == ["脐橙", "秭归", "鲜果", "礼盒"]


@pytest.mark.parametrize("text", [" ".join(map(str, range(11))), "一" * 21])
def test_too_many_or_too_long_keywords_are_a_problem(text):
    with pytest.raises(Problem, match="关键词"):
        words.keywords(text)


@pytest.mark.parametrize("text", ["水果 > 脐橙", "水果＞脐橙", "水果/脐橙", "水果-脐橙", "脐橙", " 水果 》 脐橙 "])
def test_a_category_is_found_in_every_spelling(text, context):
    assert lookups.category(text, context) == "水果 > 脐橙"


def test_an_unknown_category_is_answered_with_the_nearest(context):
    with pytest.raises(Problem, match="水果 > 脐橙"):
        lookups.category("水果 > 橙", context)


@pytest.mark.parametrize("text", ["秭归县", "秭归", "420527", "湖北省宜昌市秭归县", "４２０５２７"])
def test_a_county_is_found_by_name_and_by_code(text, context):
    assert lookups.county(text, context) == "秭归县"


def test_a_county_of_another_region_is_a_problem_that_names_the_right_ones(context):
    with pytest.raises(Problem, match="秭归县"):
        lookups.county("印台区", context)


def test_units_are_found_by_their_synonyms():
    assert lookups.unit("公斤") == lookups.unit("ＫＧ") == "kg"
    with pytest.raises(Problem, match="计量单位"):
        lookups.unit("坨")


def test_a_licence_number_is_sc_and_14_digits():
    assert words.licence_number("sc 10742052700011") == "SC10742052700011"
    with pytest.raises(Problem, match="SC"):
        words.licence_number("SC123")


@pytest.mark.parametrize("text, said", [("是", "是"), ("否", ""), ("无", ""), ("秭归脐橙", "秭归脐橙")])
def test_a_geographical_indication_is_yes_no_or_its_name(text, said):
    assert words.geographical_indication(text) == said
