"""Card, Alipay and WeChat Pay through Stripe Checkout (https://docs.stripe.com/payments/checkout)."""

from datetime import UTC, datetime
from decimal import Decimal

import stripe
from django.conf import settings

from . import Declined, Event, Forged, Page, Returned, Sight, State, Unreachable

CODE = "stripe"
LABEL = "在线支付"
HINT = "支付宝、微信支付或银行卡，付款后供应商马上安排发货。"
IS_ONLINE = True

METHODS = ["card", "alipay", "wechat_pay"]
CURRENCY = "cny"
# Seconds between what a message says and our clock; an older one may be a replay.
TOLERANCE = 300


def is_available():
    return bool(settings.STRIPE_SECRET_KEY)


def open_page(payment, *, back_url, title):
    """Return the page to pay on. The same ``payment.key`` always brings the same page.

    :param back_url: where Stripe sends people back to, paid or not.
    """
    parts = payment.parts.select_related("purchase_order__order", "purchase_order__supplier")
    session = _call(
        lambda client: client.v1.checkout.sessions.create(
            {
                "mode": "payment",
                "payment_method_types": METHODS,
                "payment_method_options": {"wechat_pay": {"client": "web"}},
                "line_items": [_item(part) for part in parts],
                "client_reference_id": payment.key,
                "metadata": {"site": title},
                "expires_at": int(payment.expires_at.timestamp()),
                "success_url": back_url,
                "cancel_url": back_url,
                "locale": "zh",
            },
            {"idempotency_key": payment.key},
        )
    )
    return Page(session.id, session.url or "")


def look(payment):
    session = _call(
        lambda client: client.v1.checkout.sessions.retrieve(
            payment.session, {"expand": ["payment_intent.latest_charge"]}
        )
    )
    intent = session.payment_intent
    return Sight(
        state=_state(session),
        amount=from_fen(session.amount_total),
        currency=session.currency.upper(),
        intent=intent.id if intent else "",
        method=_method(intent),
    )


def close(payment):
    """Let nobody pay on the page any more; on one that is paid or expired this changes nothing."""
    try:
        _call(lambda client: client.v1.checkout.sessions.expire(payment.session))
    except Declined:
        # It ended by itself in the meantime; looking at it will tell how.
        return


def send_back(refund):
    found = _call(
        lambda client: client.v1.refunds.create(
            {
                "payment_intent": refund.payment.intent,
                "amount": to_fen(refund.amount),
                "reason": "requested_by_customer",
                "metadata": {"key": refund.key, "order": refund.purchase_order.number},
            },
            {"idempotency_key": refund.key},
        )
    )
    return _returned(found)


def refunds_of(payment):
    """Return every refund of a payment's money, the oldest first."""
    page = _call(
        lambda client: list(client.v1.refunds.list({"payment_intent": payment.intent, "limit": 100}).auto_paging_iter())
    )
    return [_returned(found) for found in reversed(page)]


def read_event(body, headers):
    """Return what a message is about: a payment by our key, else by Stripe's number of the money.

    :raises Forged: when the signature is wrong, missing, or too old.
    """
    try:
        event = stripe.Webhook.construct_event(
            body, headers.get("Stripe-Signature", ""), settings.STRIPE_WEBHOOK_SECRET, tolerance=TOLERANCE
        )
        about = event.data.object.to_dict()
        subject = about.get("client_reference_id") or about.get("payment_intent") or about.get("id") or ""
        return Event(event.id, event.type, str(subject)[:100])
    except (ValueError, AttributeError, KeyError, stripe.SignatureVerificationError) as error:
        raise Forged from error


def to_fen(amount):
    """Return CNY as a whole number of fen.

    :raises ValueError: if it is not one.
    """
    fen = amount * 100
    if fen != fen.to_integral_value():
        raise ValueError(f"{amount} CNY is no whole number of fen.")
    return int(fen)


def from_fen(fen):
    return Decimal(fen) / 100


def _item(part):
    order = part.purchase_order
    product = {"name": f"订单 {order.number}", "description": order.supplier.name}
    price = {"currency": CURRENCY, "unit_amount": to_fen(part.amount), "product_data": product}
    return {"price_data": price, "quantity": 1}


def _state(session):
    if session.payment_status == "paid":
        return State.PAID
    if session.status == "expired":
        return State.EXPIRED
    intent = session.payment_intent
    has_failed = session.status == "complete" and intent and intent.status in ("requires_payment_method", "canceled")
    return State.FAILED if has_failed else State.OPEN


def _method(intent):
    charge = intent.latest_charge if intent else None
    return charge.payment_method_details.type if charge and charge.payment_method_details else ""


def _returned(found):
    metadata = found.metadata.to_dict() if found.metadata else {}
    return Returned(
        reference=found.id,
        amount=from_fen(found.amount),
        is_done=found.status == "succeeded",
        is_failed=found.status in ("failed", "canceled"),
        key=metadata.get("key", ""),
        at=datetime.fromtimestamp(found.created, UTC),
    )


def _call(ask):
    """Ask Stripe; the library repeats a call that met no answer, with the same key.

    :raises Unreachable: when there was no answer in time, or they have a fault of their own.
    :raises Declined: when the answer was no.
    """
    try:
        return ask(_client())
    except (stripe.APIConnectionError, stripe.RateLimitError) as error:
        raise Unreachable(str(error)) from error
    except (stripe.InvalidRequestError, stripe.CardError, stripe.IdempotencyError) as error:
        raise Declined(str(error)[:200]) from error
    except stripe.StripeError as error:
        raise Unreachable(str(error)) from error


def _client():
    extra = {"base_addresses": {"api": settings.STRIPE_API_BASE}} if settings.STRIPE_API_BASE else {}
    return stripe.StripeClient(
        settings.STRIPE_SECRET_KEY,
        http_client=stripe.RequestsClient(timeout=settings.STRIPE_TIMEOUT),
        max_network_retries=2,
        **extra,
    )
