"""Paid online: once, by the provider's word only, whatever gets lost on the way; what is not due goes back."""

import os
import random
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from procurement.delivery import purchase_orders
from procurement.figures.verification import differences
from procurement.models import PurchaseOrder, Stage
from shop.inbox.models import Message
from shop.payments import gateways, online, reconciling, refunds
from shop.payments.models import GatewayEvent, OnlinePayment, OnlineRefund
from tests import factories

from . import fake_stripe
from .test_checkout import PAGE, put, reserved, send, text

pytestmark = pytest.mark.django_db
Status = PurchaseOrder.Status
# How often each message comes; 250 makes some two thousand messages of it.
STORM = int(os.environ.get("PAYMENT_STORM", "12"))
WEBHOOK = reverse("payments:stripe_webhook")


@pytest.fixture
def stripe(settings, monkeypatch):
    with fake_stripe.running() as server:
        settings.STRIPE_SECRET_KEY = "sk_test_1"
        settings.STRIPE_WEBHOOK_SECRET = fake_stripe.SECRET
        settings.STRIPE_API_BASE = server.url
        settings.STRIPE_TIMEOUT = 2
        # The library waits half a second and more between its attempts.
        monkeypatch.setattr("stripe._http_client.HTTPClient._sleep_time_seconds", lambda *args, **kwargs: 0)
        yield server


@pytest.fixture
def apples(db):
    """Of another supplier than the oranges."""
    return factories.make_product(title="铜川苹果", price="70.00", stock=10)


@pytest.fixture
def buy(client, stripe, django_capture_on_commit_callbacks):
    """Return a function that orders products as a guest, paying online; it returns the orders."""

    def run(*products, quantity=1):
        for product in products:
            put(client, product, quantity)
        with django_capture_on_commit_callbacks(execute=True):
            assert send(client, payment="stripe").status_code == 200
        newest = PurchaseOrder.objects.latest("pk")
        return list(PurchaseOrder.objects.filter(order__basket=newest.order.basket_id).order_by("pk"))

    return run


@pytest.fixture
def hear(client, stripe, django_capture_on_commit_callbacks):
    """Return a function that sends a signed message and lets the worker run."""

    def run(kind, about, **facts):
        body, headers = stripe.event(kind, about, **facts)
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(WEBHOOK, body, content_type="application/json", headers=headers)

    return run


@pytest.fixture
def settled(django_capture_on_commit_callbacks):
    """Return a function that runs the reconciler some minutes later."""

    def run(minutes=3):
        with django_capture_on_commit_callbacks(execute=True):
            return reconciling.settle_all(at=timezone.now() + timedelta(minutes=minutes))

    return run


def payment_of(order):
    return OnlinePayment.objects.get(parts__purchase_order=order)


def paid_amount(order):
    return order.ledger_entries.at_stage(Stage.PAID).total()


def is_conserved(orders):
    """Money in less money back is what the books say, to the fen; and the books agree with the ledger."""
    return not list(differences()) and all(
        purchase_orders.amount_received(order) >= paid_amount(order) for order in orders
    )


def test_an_order_waits_for_its_payment_with_its_stock_held(buy, oranges, seller):
    (order,) = buy(oranges, quantity=2)

    assert order.is_pending_payment
    assert reserved(oranges) == 2
    assert not Message.objects.filter(recipient=seller).exists()
    assert payment_of(order).amount == Decimal("116.00")


def test_the_page_leads_to_stripe_with_amounts_in_fen(client, buy, stripe, oranges, apples):
    buy(oranges, apples)

    (session,) = stripe.sessions.values()
    assert session["amount_total"] == 12800
    assert session["currency"] == "cny"


def test_coming_back_marks_nothing_paid_until_stripe_says_so(client, buy, hear, stripe, oranges, seller):
    (order,) = buy(oranges)
    payment = payment_of(order)
    stripe.pay(payment.session)

    page = text(client.get(reverse("payments:back", args=[payment.key])))
    assert "正在确认付款" in page and "hx-get" in page
    order.refresh_from_db()
    assert order.is_pending_payment

    assert hear("checkout.session.completed", stripe.sessions[payment.session]).status_code == 200
    order.refresh_from_db()
    assert order.is_waiting_for_shipment and order.is_paid
    assert paid_amount(order) == Decimal("58.00")
    assert "已付款" in text(client.get(reverse("payments:back", args=[payment.key])))
    assert Message.objects.filter(recipient=seller).exists()


def test_one_payment_pays_all_orders_of_a_purchase(buy, hear, stripe, oranges, apples):
    orders = buy(oranges, apples)
    payment = payment_of(orders[0])
    hear("checkout.session.completed", stripe.pay(payment.session))

    for order in orders:
        order.refresh_from_db()
    assert [paid_amount(order) for order in orders] == [Decimal("58.00"), Decimal("70.00")]
    assert is_conserved(orders)


@pytest.mark.parametrize("facts", [{"secret": "whsec_other"}, {"at": 1_600_000_000}])
def test_a_message_with_a_wrong_or_old_signature_is_refused(buy, hear, stripe, oranges, facts):
    (order,) = buy(oranges)
    session = stripe.pay(payment_of(order).session)

    assert hear("checkout.session.completed", session, **facts).status_code == 400
    order.refresh_from_db()
    assert order.is_pending_payment
    assert not GatewayEvent.objects.exists()


@pytest.mark.parametrize("body", [b"", b"{}", b"[1]", b"\xff\xfe", b'{"id":"x"}'])
def test_nonsense_is_refused(client, stripe, body):
    response = client.post(WEBHOOK, body, content_type="application/json", headers={"Stripe-Signature": "t=1,v1=2"})

    assert response.status_code == 400


def test_without_keys_there_is_no_webhook_and_the_checkout_says_so(client, oranges):
    put(client, oranges)

    assert client.post(WEBHOOK, b"{}", content_type="application/json").status_code == 404
    page = text(client.get(PAGE))
    assert "还没有开通在线支付" in page and "支付宝" not in page


def test_the_same_message_again_changes_nothing(buy, hear, stripe, oranges):
    (order,) = buy(oranges)
    session = stripe.pay(payment_of(order).session)
    for number in ("evt_1", "evt_1", "evt_2"):
        assert hear("checkout.session.completed", session, number=number).status_code == 200

    assert GatewayEvent.objects.count() == 2
    assert paid_amount(order) == Decimal("58.00")
    assert order.order.sources.get().transactions.count() == 1


def test_a_message_about_somebody_elses_payment_is_kept_and_changes_nothing(hear, stripe, db):
    assert hear("checkout.session.completed", {"id": "cs_other", "client_reference_id": "?"}).status_code == 200
    assert GatewayEvent.objects.get().error == "没有对应的付款"


@pytest.mark.parametrize("changes", [{"amount_total": 5799}, {"currency": "usd"}])
def test_another_amount_or_currency_is_left_to_the_office(buy, hear, stripe, oranges, office, changes):
    (order,) = buy(oranges)
    hear("checkout.session.completed", stripe.pay(payment_of(order).session, **changes))

    order.refresh_from_db()
    assert payment_of(order).is_disputed
    assert order.is_pending_payment and not order.order.sources.exists()
    assert Message.objects.filter(recipient=office, title__contains="金额不符").exists()


def test_what_nobody_told_is_found_out_by_the_reconciler(buy, settled, stripe, oranges):
    (order,) = buy(oranges)
    stripe.pay(payment_of(order).session)

    assert settled().payments == 1
    order.refresh_from_db()
    assert order.is_paid


def test_what_ran_out_gives_its_stock_back(buy, settled, stripe, oranges):
    (order,) = buy(oranges, quantity=3)

    settled(minutes=41)

    order.refresh_from_db()
    assert order.is_cancelled
    assert reserved(oranges) == 0
    assert stripe.sessions[payment_of(order).session]["status"] == "expired"
    assert order.ledger_entries.total() == 0
    assert not list(differences())


def test_paid_at_the_last_moment_is_paid(buy, settled, stripe, oranges):
    (order,) = buy(oranges)
    stripe.pay(payment_of(order).session)

    settled(minutes=41)

    order.refresh_from_db()
    assert order.is_paid and order.is_waiting_for_shipment


def test_money_that_comes_after_a_cancellation_goes_back_by_itself(client, buy, hear, stripe, oranges):
    (order,) = buy(oranges)
    payment = payment_of(order)
    client.post(reverse("checkout:cancel", args=[order.number]), {"reason": "不要了", "key": order.access_token})
    order.refresh_from_db()
    assert order.is_cancelled and reserved(oranges) == 0

    hear("checkout.session.completed", stripe.pay(payment.session))

    assert [row["amount"] for row in stripe.refunds.values()] == [5800]
    refund = OnlineRefund.objects.get()
    assert refund.status == OnlineRefund.Status.DONE
    assert purchase_orders.amount_received(order) == 0
    assert is_conserved([order])


def test_when_stripe_does_not_answer_the_order_is_kept_and_can_be_paid_later(client, stripe, oranges):
    put(client, oranges)
    stripe.trouble += ["drop"] * 3

    response = send(client, payment="stripe")

    order = PurchaseOrder.objects.get()
    page = text(client.get(response.url))
    assert "支付渠道暂时没有回应" in page and "在线付款 58.00 元" in page
    # They had made the page all the same: asking again brings that one, not a second.
    client.post(reverse("payments:pay", args=[order.number]), {"key": order.access_token})
    assert len(stripe.sessions) == 1
    assert payment_of(order).session in stripe.sessions


def test_paid_on_a_page_whose_address_we_never_learnt(client, hear, stripe, oranges):
    put(client, oranges)
    stripe.trouble += ["drop"] * 3
    send(client, payment="stripe")
    (session,) = stripe.sessions

    hear("checkout.session.completed", stripe.pay(session))

    assert PurchaseOrder.objects.get().is_paid


def test_a_double_click_on_paying_opens_one_page(client, buy, stripe, oranges):
    (order,) = buy(oranges)
    for _ in range(2):
        response = client.post(reverse("payments:pay", args=[order.number]), {"key": order.access_token})
        assert response.status_code == 200

    assert len(stripe.sessions) == 1


def test_after_a_payment_failed_another_may_be_tried(client, buy, hear, stripe, oranges):
    (order,) = buy(oranges)
    hear("checkout.session.async_payment_failed", stripe.fail(payment_of(order).session))
    order.refresh_from_db()
    assert order.is_pending_payment

    client.post(reverse("payments:pay", args=[order.number]), {"key": order.access_token})

    newest = OnlinePayment.objects.latest("pk")
    hear("checkout.session.completed", stripe.pay(newest.session))
    order.refresh_from_db()
    assert order.is_paid and len(stripe.sessions) == 2


def test_choosing_bank_transfer_closes_the_page_and_tells_the_supplier(client, buy, stripe, oranges, seller):
    (order,) = buy(oranges)

    client.post(reverse("payments:choose_bank_transfer", args=[order.number]), {"key": order.access_token})

    order.refresh_from_db()
    assert order.is_waiting_for_shipment and not order.is_paid
    assert stripe.sessions[payment_of(order).session]["status"] == "expired"
    assert Message.objects.filter(recipient=seller).exists()


def test_a_supplier_cannot_ship_what_waits_for_its_payment(buy, oranges, seller, now):
    (order,) = buy(oranges)

    with pytest.raises(purchase_orders.IllegalMove):
        purchase_orders.ship(purchase_order=order, carrier="顺丰", waybill="SF1", by=seller, at=now)


@pytest.fixture
def paid(buy, hear, stripe, oranges):
    (order,) = buy(oranges, quantity=2)
    hear("checkout.session.completed", stripe.pay(payment_of(order).session))
    order.refresh_from_db()
    return order


@pytest.fixture
def send_back(client, seller, django_capture_on_commit_callbacks):
    """Return a function that sends money of an order back on the supplier's page."""

    def run(order, amount, reason="缺货"):
        client.force_login(seller)
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(
                reverse("payments:online_refund", args=[order.number]), {"amount": amount, "reason": reason}
            )

    return run


def test_a_cancelled_order_is_sent_back_in_parts_and_no_further(paid, send_back, stripe, seller):
    purchase_orders.cancel(purchase_order=paid, by=seller, at=timezone.now(), reason="缺货")

    send_back(paid, "100.00")
    send_back(paid, "16.01")
    send_back(paid, "16.00")

    assert [row["amount"] for row in stripe.refunds.values()] == [10000, 1600]
    assert purchase_orders.amount_received(paid) == 0 == paid_amount(paid)
    assert is_conserved([paid])


def test_what_is_due_cannot_be_sent_back(paid, send_back, stripe):
    send_back(paid, "1.00")

    assert not stripe.refunds


def test_a_refund_that_got_no_answer_is_sent_once(paid, send_back, settled, stripe, seller):
    purchase_orders.cancel(purchase_order=paid, by=seller, at=timezone.now(), reason="缺货")
    stripe.trouble += ["drop"] * 3
    send_back(paid, "116.00")
    assert OnlineRefund.objects.get().is_pending

    settled()

    assert OnlineRefund.objects.get().status == OnlineRefund.Status.DONE
    assert len(stripe.refunds) == 1
    assert purchase_orders.amount_received(paid) == 0


def test_a_refund_that_is_declined_is_told_and_can_be_made_by_hand(paid, send_back, stripe, seller, office):
    purchase_orders.cancel(purchase_order=paid, by=seller, at=timezone.now(), reason="缺货")
    stripe.trouble.append("decline")

    send_back(paid, "116.00")

    assert OnlineRefund.objects.get().is_failed
    assert Message.objects.filter(recipient__in=[seller, office], title__contains="没有退成").count() == 2
    assert online.books.refundable(paid) == Decimal("116.00")


def test_a_wallets_slow_refund_counts_when_it_is_through(paid, send_back, hear, stripe, seller):
    purchase_orders.cancel(purchase_order=paid, by=seller, at=timezone.now(), reason="缺货")
    stripe.refund_status = "pending"
    send_back(paid, "116.00")
    assert purchase_orders.amount_received(paid) == Decimal("116.00")
    (refund,) = stripe.refunds.values()
    refund["status"] = "succeeded"

    hear("refund.updated", refund)

    assert purchase_orders.amount_received(paid) == 0
    assert is_conserved([paid])


def test_a_refund_made_in_stripes_own_pages_is_mirrored(paid, hear, stripe, office):
    payment = payment_of(paid)
    stripe.refund(payment.intent, 5800)
    for number in ("evt_a", "evt_b"):
        hear("charge.refunded", {"id": "ch_1", "payment_intent": payment.intent}, number=number)

    paid.refresh_from_db()
    assert purchase_orders.amount_received(paid) == Decimal("58.00")
    assert not paid.is_paid and paid_amount(paid) == 0
    assert Message.objects.filter(recipient=office, title__contains="被退回").exists()
    assert is_conserved([paid])


def test_more_than_any_order_holds_is_left_to_the_office(paid, hear, stripe, office):
    payment = payment_of(paid)
    stripe.refund(payment.intent, 20000)
    hear("charge.refunded", {"id": "ch_1", "payment_intent": payment.intent})

    assert purchase_orders.amount_received(paid) == Decimal("116.00")
    assert Message.objects.filter(recipient=office, title__contains="对不上订单").exists()


def test_two_refunds_of_all_send_it_once(paid, send_back, stripe, seller):
    purchase_orders.cancel(purchase_order=paid, by=seller, at=timezone.now(), reason="缺货")
    refunds.ask(purchase_order=paid, amount=Decimal("116.00"), reason="一", by=seller, at=timezone.now())

    with pytest.raises(refunds.Refused):
        refunds.ask(purchase_order=paid, amount=Decimal("116.00"), reason="二", by=seller, at=timezone.now())


@pytest.mark.parametrize("name", ["pay", "choose_bank_transfer", "online_refund"])
def test_strangers_find_nothing_and_looking_changes_nothing(client, buy, oranges, rival, name):
    (order,) = buy(oranges)
    client.force_login(rival)
    address = reverse(f"payments:{name}", args=[order.number])

    assert client.get(address).status_code == 405
    assert client.post(address, {"amount": "1", "reason": "x"}).status_code == 404


def test_the_office_sees_payments_and_nobody_else(client, paid, office, seller, django_assert_max_num_queries):
    page = reverse("office_payments:index")
    client.force_login(seller)
    assert client.get(page).status_code == 404

    client.force_login(office)
    with django_assert_max_num_queries(20):
        answer = text(client.get(page))
    assert paid.number in answer and "支付宝" in answer


def test_amounts_become_fen_exactly():
    to_fen = gateways.of("stripe").to_fen

    assert to_fen(Decimal("0.29")) == 29 and to_fen(Decimal("1234567.89")) == 123456789
    with pytest.raises(ValueError, match="fen"):
        to_fen(Decimal("0.001"))


def test_the_command_says_what_it_did(buy, stripe, oranges, capsys):
    buy(oranges)

    call_command("settle_payments")

    assert "核对付款" in capsys.readouterr().out


def test_a_storm_of_messages_conserves_the_money(
    client, stripe, hear, settled, supplier, django_capture_on_commit_callbacks
):
    """Payments, refunds, cancellations; their messages doubled, shuffled, some lost, answers dropped; then calm."""
    chance = random.Random(7)
    product = factories.make_product(supplier, price="19.99", stock=500)
    orders, told = [], []
    for _ in range(12):
        client.cookies.clear()
        put(client, product, chance.randint(1, 3))
        stripe.trouble += ["drop"] * chance.choice([0, 0, 1, 3])
        with django_capture_on_commit_callbacks(execute=True):
            send(client, payment="stripe")
        stripe.trouble.clear()
        orders.append(PurchaseOrder.objects.latest("pk"))
    for number in list(stripe.sessions):
        if chance.random() < 0.7:
            told.append(("checkout.session.completed", stripe.pay(number)))
        elif chance.random() < 0.5:
            told.append(("checkout.session.async_payment_failed", stripe.fail(number)))
    for order in chance.sample(orders, 4):
        with django_capture_on_commit_callbacks(execute=True):
            purchase_orders.cancel(purchase_order=order, by=None, at=timezone.now(), reason="不要了")
    numbered = [(kind, about, f"evt_storm_{place}") for place, (kind, about) in enumerate(told)]
    storm = [message for message in numbered * STORM if chance.random() < 0.8]
    chance.shuffle(storm)
    for kind, about, number in storm:
        stripe.trouble += ["drop"] * (3 if chance.random() < 0.1 else 0)
        hear(kind, about, number=number)
        stripe.trouble.clear()
    settled()
    settled(minutes=50)
    settled(minutes=60)

    for order in orders:
        order.refresh_from_db()
    assert not list(differences())
    assert not any(order.is_pending_payment for order in orders)
    in_stripe = sum(
        stripe.intents[session["payment_intent"]]["amount"]
        for session in stripe.sessions.values()
        if session["payment_status"] == "paid"
    ) - sum(row["amount"] for row in stripe.refunds.values())
    kept = sum(purchase_orders.amount_received(order) for order in orders)
    assert Decimal(in_stripe) / 100 == kept == sum(paid_amount(order) for order in orders)
    standing = [order for order in orders if not order.is_cancelled]
    assert reserved(product) == sum(line.quantity for order in standing for line in order.order.lines.all())
