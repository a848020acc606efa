"""Freight: what a supplier's terms say, what a buyer sees and is charged, and that figures count goods only."""

from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse
from oscar.core.loading import get_model

from procurement.collection import freight as unit_freight
from procurement.collection.approvals import digests
from procurement.delivery import purchase_orders
from procurement.models import LedgerEntry, PurchaseOrder, Stage
from shop.basket import contents
from shop.payments import bank_transfer, books
from shop.produce import freight
from shop.produce.models import Dossier, FreightArea, FreightTemplate
from tests import factories

from .test_basket import Basket
from .test_checkout import HOME, PAGE, messages_of, put, send, text

Partner = get_model("partner", "Partner")
Basis = FreightTemplate.Basis
TERMS = dict(
    zip("first_size first_amount further_size further_amount".split(), map(Decimal, (5, 8, 1, 2)), strict=True)
)
JIANGSU, SICHUAN, TIBET = "32", "51", "54"


def set_freight(partner, at, basis=Basis.WEIGHT, areas=None, **terms):
    facts = {**TERMS, "free_from_amount": None, "applies_to_units": False, **terms}
    return freight.keep(partner=partner, at=at, basis=basis, areas=areas or {}, **facts)


def area(**own):
    return {"is_served": True, "first_amount": None, "further_amount": None, "is_never_free": False, **own}


class Rows(list):
    def all(self):
        return self


def template(basis=Basis.WEIGHT, areas=(), **terms):
    """Return a template that no database knows, with its areas."""
    made = FreightTemplate(pk=1, basis=basis, **{**TERMS, **terms})
    made._prefetched_objects_cache = {"areas": Rows(areas)}
    return made


def dossier(gross=None, net=None):
    return Dossier(gross_weight_kg=gross and Decimal(gross), net_weight_g=net and Decimal(net))


@pytest.mark.parametrize(
    ("made", "province", "goods", "cost", "amount"),
    [
        (None, JIANGSU, [(dossier("3"), 1)], 10, "0"),
        (template(Basis.FREE), JIANGSU, [(dossier("3"), 1)], 10, "0"),
        (template(), JIANGSU, [(dossier("5"), 1)], 10, "8"),
        (template(), JIANGSU, [(dossier("5.001"), 1)], 10, "10"),
        (template(), JIANGSU, [(dossier("3"), 2), (dossier(net="2500"), 1)], 10, "16"),
        (template(), JIANGSU, [(dossier(), 7)], 10, "12"),
        (template(further_size=Decimal("0.5")), JIANGSU, [(dossier("6"), 1)], 10, "12"),
        (template(Basis.PIECE, first_size=1), JIANGSU, [(dossier("50"), 3)], 10, "12"),
        (template(free_from_amount=Decimal(99)), JIANGSU, [(dossier("9"), 1)], Decimal("98.99"), "16"),
        (template(free_from_amount=Decimal(99)), JIANGSU, [(dossier("9"), 1)], Decimal(99), "0"),
        (
            template(areas=[FreightArea(province=SICHUAN, first_amount=Decimal(20))]),
            SICHUAN,
            [(dossier("6"), 1)],
            10,
            "22",
        ),
        (
            template(
                free_from_amount=Decimal(99),
                areas=[FreightArea(province=TIBET, further_amount=Decimal(9), is_never_free=True)],
            ),
            TIBET,
            [(dossier("6"), 1)],
            500,
            "17",
        ),
    ],
)
def test_freight_follows_weight_or_packs_and_the_terms_of_the_province(made, province, goods, cost, amount):
    assert freight.charge(made, province, goods, Decimal(cost)).amount == Decimal(amount)


def test_terms_are_said_in_words():
    free_later = template(free_from_amount=Decimal(99), areas=[FreightArea(province=TIBET, is_served=False)])

    assert freight.Rate(free_later, JIANGSU).words == "5 kg内 8.00 元，每加 1 kg加 2.00 元；满 99.00 元包邮"
    assert freight.Rate(free_later, TIBET).words == "不配送"
    assert freight.Rate(None, TIBET).words == "包邮"


@pytest.fixture
def apples(db):
    """Of another supplier than the oranges."""
    return factories.make_product(title="铜川苹果", price="70.00", stock=10)


def test_the_product_page_says_what_sending_costs_to_a_province_in_the_address(client, oranges, supplier, now):
    set_freight(supplier, now, areas={SICHUAN: area(first_amount=Decimal(20)), TIBET: area(is_served=False)})
    page = oranges.get_absolute_url()

    assert "运费到 <strong>江苏</strong>" in text(client.get(page)) and "8.00 元" in text(client.get(page))
    assert "20.00 元" in text(client.get(page, {"to": SICHUAN}))
    assert "不往这里发货" in text(client.get(page, {"to": TIBET}))
    assert "运费到 <strong>江苏</strong>" in text(client.get(page, {"to": "99"}))


def test_basket_and_checkout_show_parcels_with_their_freight_and_it_is_charged(client, oranges, apples, supplier, now):
    set_freight(supplier, now, free_from_amount=Decimal(99))
    put(client, oranges)
    put(client, apples)

    basket = client.get(reverse("basket:summary"))
    assert basket.context["contents"].total == Decimal("136.00")
    assert "再买 41.00 元包邮" in text(basket) and "136.00" in text(client.get(PAGE))
    send(client)

    order = PurchaseOrder.objects.get(supplier=supplier)
    other = PurchaseOrder.objects.exclude(supplier=supplier).get()
    assert (order.order.total_incl_tax, order.order.shipping_incl_tax) == (Decimal("66.00"), Decimal("8.00"))
    assert other.order.shipping_incl_tax == 0
    assert purchase_orders.amount_due(order) == PurchaseOrder.objects.with_due().get(pk=order.pk).due == 66
    assert "其中运费" in text(client.get(f"/orders/{order.number}/?key={order.access_token}"))


def test_figures_count_goods_only_and_paid_needs_everything_due(client, oranges, supplier, office, now, capsys):
    set_freight(supplier, now)
    put(client, oranges, 2)
    send(client)
    order = PurchaseOrder.objects.get()

    bank_transfer.receive(purchase_order=order, amount=Decimal(116), reference="A1", by=office, at=order.placed_at)
    assert not LedgerEntry.objects.filter(stage=Stage.PAID).exists()
    bank_transfer.receive(purchase_order=order, amount=Decimal("18.00"), reference="A2", by=office, at=order.placed_at)

    order.refresh_from_db()
    assert order.is_paid
    for stage in (Stage.ORDERED, Stage.PAID):
        assert order.ledger_entries.at_stage(stage).total() == Decimal("116.00")
    call_command("verify_ledger")


def test_with_the_last_goods_freight_is_to_refund_too(client, oranges, supplier, office, now):
    set_freight(supplier, now)
    put(client, oranges, 2)
    send(client)
    order = PurchaseOrder.objects.get()
    bank_transfer.receive(purchase_order=order, amount=Decimal("134.00"), reference="A1", by=office, at=order.placed_at)

    purchase_orders.cancel(purchase_order=order, by=office, at=order.placed_at, reason="不要了")

    assert books.refundable(order) == Decimal("134.00")
    assert PurchaseOrder.objects.to_refund().get().due == 0
    bank_transfer.give_back(purchase_order=order, reference="B1", by=office, at=order.placed_at, reason="取消")
    assert not PurchaseOrder.objects.to_refund().exists()
    call_command("verify_ledger")


def test_after_a_shortage_the_freight_stays_due_and_the_figures_agree(client, oranges, supplier, office, now):
    set_freight(supplier, now)
    put(client, oranges, 2)
    send(client)
    order, line = PurchaseOrder.objects.get(), None
    bank_transfer.receive(purchase_order=order, amount=Decimal("134.00"), reference="A1", by=office, at=order.placed_at)
    facts = {"purchase_order": order, "by": office, "at": order.placed_at}
    purchase_orders.ship(carrier="顺丰", waybill="SF1", **facts)
    line = order.order.lines.get()

    purchase_orders.accept(refused={line.pk: (1, 0)}, **facts)

    assert books.refundable(order) == Decimal("58.00")
    assert order.ledger_entries.at_stage(Stage.PAID).total() == Decimal("116.00")
    call_command("verify_ledger")


def test_goods_that_cannot_be_sent_there_stop_the_checkout_and_are_named(client, oranges, apples, supplier, now):
    set_freight(supplier, now, areas={SICHUAN: area(is_served=False)})
    put(client, oranges)
    put(client, apples)

    response = send(client, province="四川省", city="成都市")

    assert response.status_code == 409 and not PurchaseOrder.objects.exists()
    assert f"供应商不往四川省发货：{oranges.title}。" in text(response)
    assert apples.title + "。" not in text(response)


def test_another_province_than_the_one_shown_asks_again_with_the_new_total(client, oranges, supplier, now):
    set_freight(supplier, now, areas={SICHUAN: area(first_amount=Decimal(20))})
    put(client, oranges)

    asked = send(client, province="四川省", city="成都市")

    assert asked.status_code == 409 and "收货省份改了" in text(asked) and "78.00" in text(asked)
    again = {**HOME, "province": "四川省", "city": "成都市", "agreed": asked.context["agreed"]}
    assert client.post(PAGE, again).status_code == 302
    assert PurchaseOrder.objects.get().order.total_incl_tax == Decimal("78.00")


def test_the_freight_of_a_province_is_shown_without_placing_anything(client, oranges, supplier, now):
    set_freight(supplier, now, areas={SICHUAN: area(first_amount=Decimal(20))})
    put(client, oranges)

    shown = send(client, province="四川省", refresh="1", name="")

    assert shown.status_code == 200 and "78.00" in text(shown) and not shown.context["form"].errors
    assert not PurchaseOrder.objects.exists()


def test_a_basket_asks_as_often_for_fifty_suppliers_lines_as_for_five(db, now, django_assert_num_queries):
    basket = Basket.objects.create()
    from .test_checkout import Selector, lines

    basket.strategy = Selector().strategy()
    for _ in range(6):
        product = factories.make_product()
        set_freight(product.stockrecords.get().partner, now, areas={SICHUAN: area(first_amount=Decimal(20))})
        lines.add(basket=basket, product=product, quantity=1)

    with django_assert_num_queries(4):
        assert contents.of(basket, to=SICHUAN).freight == Decimal(120)


def test_units_pay_freight_only_where_the_terms_say_so(open_group_order, supplier, now):
    item = open_group_order.items.get()
    open_group_order.items.filter(pk=item.pk).update(quantity=2, unit_price="58.00")
    before = digests.of(open_group_order)

    set_freight(supplier, now)
    assert unit_freight.of(open_group_order) == {} and digests.of(open_group_order) == before

    set_freight(supplier, now, applies_to_units=True)
    assert unit_freight.of(open_group_order) == {supplier.pk: Decimal("18.00")}
    assert digests.of(open_group_order).total_amount == before.total_amount + 18
    assert digests.of(open_group_order).digest != before.digest


FORM = {
    "basis": "WEIGHT",
    "first_size": "5",
    "first_amount": "8",
    "further_size": "1",
    "further_amount": "2",
    "free_from_amount": "99",
}


def desk(supplier):
    return reverse("supplier:freight", args=[supplier.code])


def sent(client, supplier, **changes):
    served = {f"served-{code}": "on" for code in ("32", "51", "61")}
    return client.post(desk(supplier), {**FORM, **served, **changes}, follow=True)


def test_a_supplier_sets_its_freight_and_reads_what_buyers_see(client, seller, supplier):
    client.force_login(seller)
    assert "全国都发货" in text(client.get(desk(supplier)))

    page = sent(client, supplier, **{"first-51": "20", "never_free-51": "on"})

    assert any("运费已保存" in words for words in messages_of(page))
    assert "送到江苏省5 kg内 8.00 元" in text(page) and "不发货的地方" in text(page)
    found = {row.province: row for row in FreightArea.objects.all()}
    assert "32" not in found and not found["54"].is_served
    assert found["51"].first_amount == 20 and found["51"].is_never_free


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"first_size": "0"}, "请填写首重或首件，须大于 0。"),
        ({"first_amount": ""}, "请填写首费；不收就选“全部包邮”。"),
        ({"first_amount": "-1"}, "金额不能小于 0。"),
        ({"first-51": "八元"}, "请填写金额，如 8 或 8.50。"),
        ({"basis": "X"}, "请从列表中选择计费方式。"),
        ({f"served-{code}": "" for code in ("32", "51", "61")}, "至少要往一个省份发货。"),
    ],
)
def test_each_mistake_is_said_and_nothing_is_saved(client, seller, supplier, changes, sentence):
    client.force_login(seller)

    page = sent(client, supplier, **changes)

    assert page.status_code == 422 and sentence in text(page)
    assert not FreightTemplate.objects.exists()


def test_another_suppliers_person_and_an_outsider_do_not_get_there(client, rival, shopper, supplier):
    for person in (rival, shopper):
        client.force_login(person)
        assert client.get(desk(supplier)).status_code == 404
        assert sent(client, supplier).status_code == 404
    assert not FreightTemplate.objects.exists()
