"""Lines and orders: only what leaves no choice is sure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from shop.payments import references
from shop.payments.statements.matching import Book, Candidate, name_key, propose

DAY = date(2026, 11, 20)
SCHOOL, HOSPITAL = 1, 2


@dataclass
class Line:
    pk: int
    amount: Decimal
    note: str = ""
    payer_name: str = ""
    booked_on: date = DAY
    rest: Decimal = None

    def __post_init__(self):
        self.amount = Decimal(self.amount)
        self.rest = self.amount if self.rest is None else Decimal(self.rest)


def order(pk, owed, unit=SCHOOL, **facts):
    return Candidate(pk, f"JH2026-{pk:06d}-01", unit, Decimal(owed), facts.pop("placed_on", date(2026, 11, 1)), **facts)


def book(*orders, **facts):
    payers = {name_key("建湖县第一中学"): {SCHOOL}, name_key("建湖县人民医院"): {HOSPITAL}}
    return Book({one.pk: one for one in orders}, facts.pop("payers", payers), **facts)


def sole(line, found):
    return propose([line], found)[line.pk]


def parts(proposal):
    return proposal.sure and {pk: str(amount) for pk, amount in proposal.sure.parts.items()}


def reference(pk, kind=references.ORDER):
    return references.write(kind, pk)


def test_a_reference_decides_whoever_pays():
    found = sole(Line(1, "580", f"货款{reference(7)}", "某某公司"), book(order(7, "580"), order(8, "580")))

    assert parts(found) == {7: "580"}


def test_an_order_number_in_the_note_is_a_reference_too():
    assert parts(sole(Line(1, "580", "付JH2026-000007-01货款"), book(order(7, "580")))) == {7: "580"}


def test_a_reference_with_a_wrong_digit_decides_nothing_and_is_named():
    wrong = reference(7)[:-1] + str((int(reference(7)[-1]) + 1) % 10)

    found = sole(Line(1, "500", wrong), book(order(7, "580")))

    assert found.sure is None
    assert wrong in found.hints[0]


def test_a_remittance_pays_all_of_its_orders():
    found = sole(
        Line(1, "870", reference(3, references.REMITTANCE)),
        book(order(7, "580"), order(8, "290"), remittances={3: [7, 8]}),
    )

    assert parts(found) == {7: "580", 8: "290"}


def test_less_for_one_order_is_a_part_and_says_what_is_missing():
    found = sole(Line(1, "200", reference(7)), book(order(7, "580")))

    assert parts(found) == {7: "200"}
    assert "还差 380.00 元" in found.sure.words


def test_less_for_several_orders_is_divided_by_a_person():
    found = sole(
        Line(1, "600", reference(3, references.REMITTANCE)),
        book(order(7, "580"), order(8, "290"), remittances={3: [7, 8]}),
    )

    assert found.sure is None
    assert found.suggestions[0].parts == {7: Decimal("580"), 8: Decimal("20")}


def test_more_pays_the_order_and_the_rest_is_named():
    found = sole(Line(1, "600", reference(7)), book(order(7, "580")))

    assert parts(found) == {7: "580"}
    assert "多出 20.00 元" in found.sure.words


def test_a_reference_to_a_paid_order_is_not_given_to_another():
    found = sole(Line(1, "580", reference(7), "建湖县第一中学"), book(order(7, "0"), order(8, "580")))

    assert found.sure is None
    assert "已经付清" in found.hints[0]


def test_an_order_of_another_supplier_is_left_to_the_office():
    found = sole(Line(1, "580", reference(7)), book(order(7, "580", is_mine=False)))

    assert found.sure is None
    assert "县协作办" in found.hints[0]


def test_amount_and_payer_together_decide():
    assert parts(sole(Line(1, "580", "", "建湖县第一中学（基本户）"), book(order(7, "580")))) is None
    assert parts(sole(Line(1, "580", "", " 建湖县 第一中学 "), book(order(7, "580")))) == {7: "580"}


def test_two_payers_with_equal_amounts_are_told_apart_by_chinese_names():
    found = propose(
        [Line(1, "580", "", "建湖县人民医院"), Line(2, "580", "", "建湖县第一中学")],
        book(order(7, "580", SCHOOL), order(8, "580", HOSPITAL)),
    )

    assert [parts(found[1]), parts(found[2])] == [{8: "580"}, {7: "580"}]


def test_an_unknown_payer_is_never_guessed_by_amount():
    found = sole(Line(1, "580", "", "江苏某某商贸"), book(order(7, "580")))

    assert found.sure is None
    assert found.suggestions[0].parts == {7: Decimal("580")}
    assert "不认识付款人" in found.hints[0]


def test_two_orders_of_one_amount_are_chosen_by_a_person():
    found = sole(Line(1, "580", "", "建湖县第一中学"), book(order(7, "580"), order(8, "580")))

    assert found.sure is None
    assert len(found.suggestions) == 2


def test_orders_that_add_up_are_only_suggested():
    found = sole(Line(1, "870", "", "建湖县第一中学"), book(order(7, "580"), order(8, "290"), order(9, "100")))

    assert found.sure is None
    assert found.suggestions[0].parts == {7: Decimal("580"), 8: Decimal("290")}


def test_what_one_line_pays_the_next_does_not_pay_again():
    lines = [Line(1, "580", reference(7)), Line(2, "580", reference(7))]

    found = propose(lines, book(order(7, "580")))

    assert parts(found[1]) == {7: "580"}
    assert found[2].sure is None


def test_an_order_placed_after_the_money_came_is_not_it():
    late = order(7, "580", placed_on=date(2026, 11, 21))

    assert sole(Line(1, "580", "", "建湖县第一中学"), book(late)).sure is None


PAYERS = st.sampled_from(["", "建湖县第一中学", "建湖县人民医院", "别人"])
AMOUNTS = st.integers(1, 20).map(lambda tens: Decimal(tens * 10))


@given(
    st.lists(st.tuples(AMOUNTS, st.sampled_from([SCHOOL, HOSPITAL])), max_size=6),
    st.lists(st.tuples(AMOUNTS, st.integers(0, 7), PAYERS), max_size=8),
)
def test_nobody_pays_more_than_is_owed_or_than_came(orders, lines):
    found_book = book(*(order(pk, owed, unit) for pk, (owed, unit) in enumerate(orders, start=1)))
    given_lines = [
        Line(pk, amount, reference(named) if named else "", payer) for pk, (amount, named, payer) in enumerate(lines)
    ]

    found = propose(given_lines, found_book)

    paid = {}
    for line in given_lines:
        if sure := found[line.pk].sure:
            assert 0 < sum(sure.parts.values()) <= line.amount
            for pk, amount in sure.parts.items():
                paid[pk] = paid.get(pk, 0) + amount
    assert all(amount <= found_book.orders[pk].owed for pk, amount in paid.items())
