"""Claims from asking to deciding: whose turn it is, what the ledger says, and who sees what."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from procurement import agenda
from procurement.delivery import claims, purchase_orders, shipments
from procurement.figures import verification
from procurement.models import Claim, PurchaseOrder, Stage
from shop.payments import bank_transfer
from shop.produce.models import Dossier
from tests.procurement.histories import buy, pay

Kind, Status = Claim.Kind, Claim.Status
PRICE = Decimal("58.00")


def nets(order):
    return [sum(order.ledger_entries.at_stage(stage).net_quantities().values()) for stage in Stage]


@pytest.fixture
def now():
    """The pages know the real time, so what they show must have happened lately."""
    return timezone.now().replace(microsecond=0)


@pytest.fixture
def placed(unit, handler, oranges, now):
    """Ten boxes at 58.00."""
    return buy(oranges, 10, unit=unit, by=handler, at=now)


@pytest.fixture
def line(placed):
    return placed.order.lines.get()


@pytest.fixture
def signed(placed, line, seller, acceptor, now):
    """Ten boxes sent, one short and two damaged."""
    purchase_orders.ship(purchase_order=placed, carrier="顺丰", waybill="SF1", by=seller, at=now)
    refused = {line.pk: (1, 2)}
    return purchase_orders.accept(purchase_order=placed, refused=refused, by=acceptor, at=now, note="压坏两箱")


@pytest.fixture
def claim(signed):
    return signed.claims.get()


@pytest.fixture
def whole(placed, seller, acceptor, now):
    """The acceptance of ten boxes that arrived whole."""
    purchase_orders.ship(purchase_order=placed, carrier="顺丰", waybill="SF1", by=seller, at=now)
    return purchase_orders.accept(purchase_order=placed, refused={}, by=acceptor, at=now).acceptance


def complain(acceptance, packs, *, by, at, kind=Kind.QUALITY, words="开箱发霉"):
    wanted = {acceptance.lines.get().line_id: packs}
    return claims.open_claim(acceptance=acceptance, kind=kind, packs=wanted, words=words, by=by, at=at)


def test_what_is_short_or_damaged_opens_a_claim_by_itself(claim, acceptor, now):
    row = claim.lines.get()

    assert (claim.kind, claim.status, row.packs, row.short) == (Kind.ARRIVAL, Status.OPEN, 3, 1)
    assert claim.answer_by == now + timedelta(days=3)
    move = claim.moves.get()
    assert (move.by, move.at, move.words) == (acceptor, now, "压坏两箱")
    assert claim.amount == 3 * PRICE


def test_goods_that_came_whole_open_none(whole):
    assert not Claim.objects.exists()


def test_agreeing_not_to_be_paid_changes_no_figure_twice(signed, claim, seller, now):
    before = nets(signed)

    claims.refund(claim=claim, by=seller, at=now)

    assert nets(signed) == before == [7, 0, 7, 0]
    claim.refresh_from_db()
    assert claim.status == Status.REFUNDED
    assert list(verification.differences()) == []


def test_replaced_packs_count_once_when_they_are_signed_for(signed, claim, line, oranges, seller, acceptor, now):
    pay(signed, by=seller, at=now)
    claims.reship(claim=claim, carrier="顺丰", waybill="SF2", by=seller, at=now)
    assert nets(signed) == [7, 7, 7, 7]
    assert oranges.stockrecords.get().num_in_stock == 187

    shipments.accept(shipment=signed.shipments.get(position=2), refused={}, by=acceptor, at=now)

    assert nets(signed) == [10, 7, 10, 7]
    assert bank_transfer.outstanding(signed) == 3 * PRICE
    signed.refresh_from_db()
    assert not signed.is_paid
    claim.refresh_from_db()
    assert claim.status == Status.REPLACED
    pay(signed, by=seller, at=now)
    assert nets(signed) == [10, 10, 10, 10]
    assert PurchaseOrder.objects.get().is_paid
    assert list(verification.differences()) == []


def test_a_paid_order_owes_nothing_more_after_a_replacement(placed, line, seller, acceptor, now):
    pay(placed, by=seller, at=now)
    purchase_orders.ship(purchase_order=placed, carrier="顺丰", waybill="SF1", by=seller, at=now)
    purchase_orders.accept(purchase_order=placed, refused={line.pk: (0, 3)}, by=acceptor, at=now)
    assert bank_transfer.refundable(placed) == 3 * PRICE

    claims.reship(claim=placed.claims.get(), carrier="顺丰", waybill="SF2", packs={line.pk: 2}, by=seller, at=now)
    # Two come anew and will be due; only the third is to refund.
    assert bank_transfer.refundable(placed) == PRICE
    assert PurchaseOrder.objects.with_money().get().is_to_refund
    bank_transfer.refund(purchase_order=placed, reference="R1", by=seller, at=now, reason="扣款")
    shipments.accept(shipment=placed.shipments.get(position=2), refused={}, by=acceptor, at=now)

    assert nets(placed) == [9, 9, 9, 9]
    assert (bank_transfer.outstanding(placed), bank_transfer.refundable(placed)) == (0, 0)
    assert list(verification.differences()) == []


def test_a_replacement_that_comes_broken_opens_the_next_claim(signed, claim, line, seller, acceptor, now):
    claims.reship(claim=claim, carrier="顺丰", waybill="SF2", by=seller, at=now)

    shipments.accept(
        shipment=signed.shipments.get(position=2), refused={line.pk: (0, 1)}, by=acceptor, at=now, note="又坏一箱"
    )

    assert nets(signed)[0] == 9
    assert [row.status for row in signed.claims.order_by("position")] == [Status.REPLACED, Status.OPEN]
    assert signed.claims.get(position=2).packs == 1


def test_a_replacement_that_the_store_does_not_hold_is_refused_in_words(signed, claim, oranges, seller, now):
    oranges.stockrecords.update(num_in_stock=2, num_allocated=0)

    with pytest.raises(purchase_orders.Refused, match="库存不够补发"):
        claims.reship(claim=claim, carrier="顺丰", waybill="SF2", by=seller, at=now)

    claim.refresh_from_db()
    assert claim.is_open
    assert signed.shipments.count() == 1


@pytest.mark.parametrize("packs", [0, 4, -1])
def test_no_more_is_replaced_than_was_claimed(claim, line, seller, now, packs):
    with pytest.raises(purchase_orders.BadQuantities):
        claims.reship(claim=claim, carrier="顺丰", waybill="SF2", packs={line.pk: packs}, by=seller, at=now)


def test_the_office_decides_for_the_buyer(signed, claim, seller, acceptor, office, now):
    claims.reject(claim=claim, words="发货时完好", by=seller, at=now)
    claims.hand_over(claim=claim, words="有照片", by=acceptor, at=now)

    claims.uphold(claim=claim, words="照片清楚", by=office, at=now)

    assert nets(signed) == [7, 0, 7, 0]
    assert [move.new for move in claim.moves.all()] == ["OPEN", "REJECTED", "DISPUTED", "REFUNDED"]
    assert list(verification.differences()) == []


def test_the_office_decides_for_the_supplier_and_the_packs_count_again(signed, claim, seller, acceptor, office, now):
    claims.reject(claim=claim, words="发货时完好", by=seller, at=now)
    claims.hand_over(claim=claim, words="有照片", by=acceptor, at=now)

    claims.dismiss(claim=claim, words="签收后才损坏", by=office, at=now)

    assert nets(signed) == [10, 0, 10, 0]
    assert bank_transfer.outstanding(signed) == 10 * PRICE
    assert list(verification.differences()) == []


def test_a_claim_taken_back_counts_again(signed, claim, acceptor, now):
    claims.withdraw(claim=claim, by=acceptor, at=now)

    assert nets(signed) == [10, 0, 10, 0]
    assert list(verification.differences()) == []


def test_bad_goods_found_later_come_off_when_the_supplier_agrees(placed, whole, seller, acceptor, now):
    pay(placed, by=seller, at=now)
    claim = complain(whole, 2, by=acceptor, at=now + timedelta(days=2))
    assert nets(placed) == [10, 10, 10, 10]

    claims.refund(claim=claim, by=seller, at=now + timedelta(days=3))

    assert nets(placed) == [8, 10, 8, 8]
    assert bank_transfer.refundable(placed) == 2 * PRICE
    assert list(verification.differences()) == []


def test_the_days_to_claim_and_to_return_end(settings, whole, acceptor, now):
    settings.CLAIM_DAYS, settings.RETURN_DAYS = 3, 5

    with pytest.raises(claims.TooLate, match="3 天"):
        complain(whole, 1, by=acceptor, at=now + timedelta(days=4))
    assert complain(whole, 1, by=acceptor, at=now + timedelta(days=4), kind=Kind.RETURN).is_open
    with pytest.raises(claims.TooLate):
        complain(whole, 1, by=acceptor, at=now + timedelta(days=6), kind=Kind.RETURN)


@pytest.mark.parametrize(
    ("facts", "goes_back"),
    [
        ({"storage": "AMBIENT", "shelf_life_days": 31}, True),
        ({"storage": "", "shelf_life_days": None}, True),
        ({"storage": "AMBIENT", "shelf_life_days": 30}, False),
        ({"storage": "CHILLED", "shelf_life_days": 90}, False),
        ({"storage": "FROZEN", "shelf_life_days": 365}, False),
    ],
)
def test_what_perishes_goes_back_only_if_it_is_bad(client, whole, line, acceptor, now, facts, goes_back):
    Dossier.objects.filter(product=line.product).update(**facts)
    client.force_login(acceptor)
    order = whole.purchase_order
    form = client.get(reverse("unit:claim_new", args=[order.unit.code, order.number, whole.shipment.position]))

    assert complain(whole, 1, by=acceptor, at=now).is_open
    assert ("申请退货</option>" in form.content.decode()) == goes_back
    if goes_back:
        assert complain(whole, 1, by=acceptor, at=now, kind=Kind.RETURN).is_open
    else:
        with pytest.raises(purchase_orders.Refused, match="鲜活易腐，没有质量问题不能退货"):
            complain(whole, 1, by=acceptor, at=now, kind=Kind.RETURN)


def test_no_pack_is_claimed_twice_nor_taken_back_meanwhile(placed, whole, line, seller, acceptor, now):
    complain(whole, 6, by=acceptor, at=now)

    with pytest.raises(purchase_orders.BadQuantities):
        complain(whole, 5, by=acceptor, at=now)
    with pytest.raises(purchase_orders.BadQuantities):
        purchase_orders.take_back(purchase_order=placed, packs={line.pk: 5}, by=seller, at=now, reason="腐烂")
    assert purchase_orders.returnable_packs(placed) == claims.claimable_packs(whole) == {line.pk: 4}


def test_the_same_claim_sent_twice_is_opened_once(whole, acceptor, now):
    complain(whole, 2, by=acceptor, at=now)

    with pytest.raises(purchase_orders.Refused) as refused:
        complain(whole, 2, by=acceptor, at=now)
    assert refused.value.is_repeated


def test_a_return_is_not_answered_with_new_goods(whole, seller, acceptor, now):
    claim = complain(whole, 2, by=acceptor, at=now, kind=Kind.RETURN)

    with pytest.raises(purchase_orders.Refused, match="补发"):
        claims.reship(claim=claim, carrier="顺丰", waybill="SF2", by=seller, at=now)


def test_each_side_waits_for_the_deadline_of_the_other(claim, seller, acceptor, now):
    with pytest.raises(purchase_orders.Refused, match="期限"):
        claims.hand_over(claim=claim, by=acceptor, at=now + timedelta(days=2))
    claims.reject(claim=claim, words="发货时完好", by=seller, at=now + timedelta(days=2))
    with pytest.raises(purchase_orders.Refused, match="期限"):
        claims.hand_over(claim=claim, by=seller, at=now + timedelta(days=4), by_supplier=True)

    assert claims.hand_over(claim=claim, by=seller, at=now + timedelta(days=6), by_supplier=True).is_disputed


def test_an_unanswered_claim_is_handed_over_after_its_deadline(claim, acceptor, now):
    assert claims.hand_over(claim=claim, by=acceptor, at=now + timedelta(days=4)).is_disputed


STEPS = {
    Status.RESHIPPED: lambda claim, who: claims.reship(claim=claim, carrier="顺丰", waybill="SF9", **who),
    Status.REFUNDED: lambda claim, who: claims.refund(claim=claim, **who),
    Status.REJECTED: lambda claim, who: claims.reject(claim=claim, words="完好", **who),
    Status.DISPUTED: lambda claim, who: claims.hand_over(
        claim=claim, by=who["by"], at=who["at"] + timedelta(days=9), words="请裁定"
    ),
    Status.DISMISSED: lambda claim, who: claims.dismiss(claim=claim, words="不支持", **who),
    Status.WITHDRAWN: lambda claim, who: claims.withdraw(claim=claim, **who),
    Status.REPLACED: lambda claim, who: shipments.accept(shipment=claim.replacements.get(), refused={}, **who),
}
ROADS = {
    Status.OPEN: [],
    Status.DISMISSED: [Status.DISPUTED, Status.DISMISSED],
    Status.REPLACED: [Status.RESHIPPED, Status.REPLACED],
}


@pytest.mark.parametrize("new", [status for status in STEPS if status != Status.REPLACED])
@pytest.mark.parametrize("old", Status)
def test_a_claim_moves_along_the_table_and_nowhere_else(claim, seller, now, old, new):
    who = {"by": seller, "at": now}
    for step in ROADS.get(old, [old]):
        STEPS[step](claim, who)
    is_allowed = new in claims.MOVES.get(old, ())
    if (old, new) == (Status.DISPUTED, Status.REFUNDED):
        claims.uphold(claim=claim, words="支持", **who)
    elif is_allowed:
        STEPS[new](claim, who)
    else:
        with pytest.raises(claims.IllegalMove) as refused:
            STEPS[new](claim, who)
        assert refused.value.is_repeated == (old == new)

    claim.refresh_from_db()
    assert claim.status == (new if is_allowed else old)
    assert list(verification.differences()) == []


def test_the_supplier_cannot_agree_behind_the_offices_back(claim, seller, now):
    STEPS[Status.DISPUTED](claim, {"by": seller, "at": now})

    with pytest.raises(claims.IllegalMove):
        claims.refund(claim=claim, by=seller, at=now)


def test_a_claim_settled_by_one_waits_for_the_other_side_on_their_pages(
    unit, claim, seller, handler, acceptor, member, now
):
    assert agenda.today(unit, acceptor, now).to_claim == []
    claims.reject(claim=claim, words="发货时完好", by=seller, at=now)

    assert agenda.today(unit, acceptor, now).to_claim == agenda.today(unit, handler, now).to_claim == [claim]
    assert agenda.today(unit, member, now).to_claim == []


# The pages.


def at_supplier(name, claim, *, to=None):
    order = claim.purchase_order
    return reverse(f"supplier:{name}", args=[(to or order.supplier).code, order.number, claim.position])


def at_unit(name, claim, *, to=None):
    order = claim.purchase_order
    return reverse(f"unit:{name}", args=[(to or order.unit).code, order.number, claim.position])


def at_office(name, claim):
    return reverse(f"office:{name}", args=[claim.purchase_order.number, claim.position])


def test_the_supplier_sees_the_claim_and_its_deadline_first_thing(client, seller, supplier, claim):
    client.force_login(seller)

    page = client.get(reverse("supplier:home", args=[supplier.code])).text

    assert "待答复的售后" in page and at_supplier("claim", claim) in page and "前答复" in page


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [
        ("claim_refund", {}, Status.REFUNDED),
        ("claim_reship", {"carrier": "顺丰", "waybill": "SF2"}, Status.RESHIPPED),
        ("claim_reject", {"words": "发货时完好"}, Status.REJECTED),
    ],
)
def test_a_supplier_answers_once_however_often_the_button_is_pressed(client, seller, claim, name, data, status):
    client.force_login(seller)
    where = at_supplier(name, claim)

    assert client.get(where).status_code == 405
    assert client.post(where, data).status_code == 302
    again = client.post(where, data, follow=True)

    assert "没有重复办理" in str(list(again.context["messages"])[-1])
    claim.refresh_from_db()
    assert claim.status == status


@pytest.mark.parametrize(("name", "data"), [("claim_reship", {"carrier": "顺丰"}), ("claim_reject", {"words": " "})])
def test_an_answer_without_what_it_needs_comes_back(client, seller, claim, name, data):
    client.force_login(seller)

    assert client.post(at_supplier(name, claim), data).status_code == 400
    claim.refresh_from_db()
    assert claim.is_open


def test_a_rejected_claim_goes_from_the_unit_to_the_office_and_is_decided(client, seller, acceptor, office, claim, now):
    claims.reject(claim=claim, words="发货时完好", by=seller, at=now)
    client.force_login(acceptor)
    assert "供应商不同意" in client.get(at_unit("claim", claim)).text
    client.post(at_unit("claim_hand_over", claim), {"words": "有照片为证"})
    client.force_login(office)

    listed = client.get(reverse("office:claims")).text
    assert at_office("claim", claim) in listed
    assert "有照片为证" in client.get(at_office("claim", claim)).text
    assert client.post(at_office("claim_decide", claim), {"decision": "uphold", "words": ""}).status_code == 400
    assert client.post(at_office("claim_decide", claim), {"decision": "no", "words": "x"}).status_code == 400
    client.post(at_office("claim_decide", claim), {"decision": "uphold", "words": "照片清楚"})

    claim.refresh_from_db()
    assert claim.status == Status.REFUNDED
    assert "照片清楚" in client.get(at_office("claim", claim)).text
    assert at_office("claim", claim) not in client.get(reverse("office:claims")).text


def test_a_unit_claims_bad_goods_and_takes_the_claim_back(client, acceptor, unit, whole, line):
    client.force_login(acceptor)
    where = reverse("unit:claim_new", args=[unit.code, whole.purchase_order.number, 1])

    assert "前可以申请" in client.get(where).text
    assert client.post(where, {"kind": "QUALITY", "words": "发霉"}).status_code == 400
    assert client.post(where, {"kind": "ARRIVAL", "words": "发霉", f"packs_{line.pk}": 2}).status_code == 400
    opened = client.post(where, {"kind": "QUALITY", "words": "发霉", f"packs_{line.pk}": 2})
    claim = Claim.objects.get()
    assert opened.url == at_unit("claim", claim)
    assert client.get(at_unit("claim_withdraw", claim)).status_code == 405
    client.post(at_unit("claim_withdraw", claim), {"words": "误会"})

    claim.refresh_from_db()
    assert claim.status == Status.WITHDRAWN


def test_after_the_days_are_over_the_page_says_so(client, acceptor, unit, whole, now):
    type(whole).objects.update(at=now - timedelta(days=8))
    client.force_login(acceptor)
    where = reverse("unit:claim_new", args=[unit.code, whole.purchase_order.number, 1])

    assert "为止" in client.get(where).text
    order = client.get(reverse("unit:purchase_order", args=[unit.code, whole.purchase_order.number])).text
    assert "货有问题或要退货" not in order


@pytest.mark.parametrize("person", ["member", "approver"])
def test_those_without_the_role_see_a_claim_but_take_no_step(client, request, person, claim, unit):
    client.force_login(request.getfixturevalue(person))

    assert client.get(at_unit("claim", claim)).status_code == 200
    assert client.post(at_unit("claim_withdraw", claim)).status_code == 403
    assert client.post(at_unit("claim_hand_over", claim), {"words": "x"}).status_code == 403
    new = reverse("unit:claim_new", args=[unit.code, claim.purchase_order.number, 1])
    assert client.get(new).status_code == 403


@pytest.mark.parametrize("person", ["rival", "stranger_handler", "shopper"])
def test_nobody_else_finds_a_claim_at_any_desk(client, request, person, claim):
    outsider = request.getfixturevalue(person)
    client.force_login(outsider)
    units = [claim.purchase_order.unit, *[row.unit for row in outsider.memberships.all()]]
    suppliers = [claim.purchase_order.supplier, *outsider.partners.all()]

    pages = [at_unit("claim", claim, to=unit) for unit in units]
    pages += [at_supplier("claim", claim, to=partner) for partner in suppliers] + [at_office("claim", claim)]
    for where in pages:
        assert client.get(where).status_code == 404
    for name in ("claim_refund", "claim_reship", "claim_reject", "claim_hand_over"):
        assert client.post(at_supplier(name, claim), {"words": "x"}).status_code == 404
    assert client.post(at_office("claim_decide", claim), {"decision": "dismiss", "words": "x"}).status_code == 404
    assert client.get(reverse("office:claims")).status_code == 404


def test_lists_of_claims_take_as_many_queries_for_fifty_as_for_five(
    client, seller, supplier, office, unit, handler, acceptor, oranges, now
):
    oranges.stockrecords.update(num_in_stock=1000)
    pages = [
        (seller, reverse("supplier:claims", args=[supplier.code])),
        (office, reverse("office:claims") + "?state=all"),
    ]
    counts = []
    for many in (5, 20):
        for _ in range(many):
            order = buy(oranges, 2, unit=unit, by=handler, at=now)
            purchase_orders.ship(purchase_order=order, carrier="顺丰", waybill="SF1", by=seller, at=now)
            refused = {order.order.lines.get().pk: (1, 0)}
            purchase_orders.accept(purchase_order=order, refused=refused, by=acceptor, at=now)
        counts.append([])
        for person, where in pages:
            client.force_login(person)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(where).status_code == 200
            counts[-1].append(len(queries))

    assert counts[0] == counts[1]


# Shoppers, who have all on the page of their order.


@pytest.fixture
def bought(shopper, oranges, seller, now):
    """A shopper's order of ten boxes, three of them damaged."""
    order = buy(oranges, 10, by=shopper, at=now)
    purchase_orders.ship(purchase_order=order, carrier="顺丰", waybill="SF1", by=seller, at=now)
    refused = {order.order.lines.get().pk: (0, 3)}
    return purchase_orders.accept(purchase_order=order, refused=refused, by=shopper, at=now, note="压坏")


def test_a_shopper_hands_a_rejected_claim_to_the_office(client, shopper, rival, seller, bought, now):
    claim = bought.claims.get()
    where = reverse("checkout:claim_hand_over", args=[bought.number, 1])
    client.force_login(shopper)
    assert client.post(where, {"words": "有照片"}).status_code == 409
    claims.reject(claim=claim, words="发货时完好", by=seller, at=now)
    page = client.get(reverse("checkout:order", args=[bought.number])).text
    assert "供应商不同意：发货时完好" in page
    assert client.get(where).status_code == 405
    assert client.post(where, {"words": ""}).status_code == 400
    client.force_login(rival)
    assert client.post(where, {"words": "x"}).status_code == 404
    client.logout()
    assert client.post(where, {"words": "x"}).status_code == 404

    client.post(where, {"words": "有照片", "key": bought.access_token})

    claim.refresh_from_db()
    assert claim.is_disputed
    assert claim.moves.last().by is None


def test_a_shopper_confirms_what_was_sent_anew(client, shopper, seller, bought, now):
    claims.reship(claim=bought.claims.get(), carrier="顺丰", waybill="SF2", by=seller, at=now)
    client.force_login(shopper)
    where = reverse("checkout:order", args=[bought.number])
    page = client.get(where).text
    assert "应收 3 箱" in page and "补发的货已发出" in page

    client.post(reverse("checkout:accept", args=[bought.number]), {})

    assert nets(bought) == [10, 0, 10, 0]
    assert "收到货了吗" not in client.get(where).text


def test_a_shopper_signs_for_no_more_than_came_when_the_rest_was_cancelled(client, shopper, oranges, seller, now):
    order = buy(oranges, 10, by=shopper, at=now)
    line = order.order.lines.get().pk
    purchase_orders.ship(purchase_order=order, carrier="顺丰", waybill="SF1", packs={line: 6}, by=seller, at=now)
    client.force_login(shopper)
    where = reverse("checkout:order", args=[order.number])
    assert "已发出一部分" in client.get(where).text
    purchase_orders.cancel_rest(purchase_order=order, by=seller, at=now, reason="断货")

    assert "应收 6 箱" in client.get(where).text
    client.post(reverse("checkout:accept", args=[order.number]), {f"short_{line}": 1})

    assert nets(order) == [5, 0, 5, 0]
