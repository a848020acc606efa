"""A local HTTP server that speaks Stripe's wire format: sessions, refunds, idempotency keys, and every kind of trouble.

``trouble`` holds what happens to the next calls, one each: ``"drop"`` (answers nothing, but did it), ``"fail"`` (500,
did nothing), ``"decline"`` (400). Signed messages are made with ``event`` and sent by the tests themselves.
"""

import hashlib
import hmac
import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlparse

SECRET = "whsec_test"


class Stripe:
    def __init__(self):
        self.sessions, self.intents, self.refunds, self.answers = {}, {}, {}, {}
        self.calls, self.trouble = [], []
        self.lock = threading.RLock()
        self.numbers = iter(range(1, 10**6))
        self.url = ""

    def create_session(self, form):
        if form.get("mode") != "payment" or int(form["expires_at"]) < time.time() + 30 * 60:
            return 400, error("expires_at")
        items = range(sum(1 for name in form if name.endswith("[quantity]")))
        prices = [int(form[f"line_items[{item}][price_data][unit_amount]"]) for item in items]
        number = f"cs_test_{next(self.numbers)}"
        self.sessions[number] = {
            "id": number,
            "object": "checkout.session",
            "status": "open",
            "payment_status": "unpaid",
            "amount_total": sum(prices),
            "currency": form["line_items[0][price_data][currency]"],
            "client_reference_id": form["client_reference_id"],
            "payment_intent": None,
            "success_url": form["success_url"],
            "url": f"{self.url}/pay/{number}",
        }
        return 200, self.sessions[number]

    def show(self, number):
        session = self.sessions.get(number)
        if session is None:
            return 404, error("no such session")
        intent = self.intents.get(session["payment_intent"])
        return 200, session | {"payment_intent": intent}

    def expire(self, number):
        session = self.sessions[number]
        if session["status"] != "open":
            return 400, error("not open")
        session["status"] = "expired"
        return 200, session

    def pay(self, number, *, method="alipay", **changes):
        """Do what a shopper does on the page; ``changes`` are what goes wrong with the session's facts."""
        session = self.sessions[number]
        intent = f"pi_test_{next(self.numbers)}"
        charge = {"id": f"ch_{intent}", "object": "charge", "payment_method_details": {"type": method}}
        self.intents[intent] = {
            "id": intent, "object": "payment_intent", "status": "succeeded", "latest_charge": charge,
            "amount": session["amount_total"],
        }  # fmt: skip
        session |= {"status": "complete", "payment_status": "paid", "payment_intent": intent} | changes
        self.sessions[number] = session
        return session

    def fail(self, number):
        session = self.sessions[number]
        intent = f"pi_test_{next(self.numbers)}"
        self.intents[intent] = {
            "id": intent,
            "object": "payment_intent",
            "status": "requires_payment_method",
            "latest_charge": None,
        }
        session |= {"status": "complete", "payment_status": "unpaid", "payment_intent": intent}
        return session

    def create_refund(self, form):
        intent, amount = form["payment_intent"], int(form["amount"])
        before = sum(row["amount"] for row in self.refunds.values() if row["payment_intent"] == intent)
        if intent not in self.intents or before + amount > self.intents[intent]["amount"]:
            return 400, error("amount too large")
        return 200, self.refund(intent, amount, key=form.get("metadata[key]", ""), status=self.refund_status)

    refund_status = "succeeded"

    def refund(self, intent, amount, *, key="", status="succeeded"):
        """Send money back, as the API or somebody in Stripe's own pages does."""
        number = f"re_test_{next(self.numbers)}"
        metadata = {"key": key} if key else {}
        self.refunds[number] = {
            "id": number, "object": "refund", "payment_intent": intent, "amount": amount, "status": status,
            "metadata": metadata, "created": int(time.time()),
        }  # fmt: skip
        return self.refunds[number]

    def event(self, kind, about, *, number=None, secret=SECRET, at=None):
        """Return ``(body, headers)`` of a signed message."""
        number = number or f"evt_{next(self.numbers)}"
        body = json.dumps({"id": number, "object": "event", "type": kind, "data": {"object": about}})
        at = int(at or time.time())
        signature = hmac.new(secret.encode(), f"{at}.{body}".encode(), hashlib.sha256).hexdigest()
        return body, {"Stripe-Signature": f"t={at},v1={signature}"}

    def answer(self, method, path, form, key):
        with self.lock:
            self.calls.append((method, path))
            trouble = self.trouble.pop(0) if self.trouble else ""
            if trouble == "fail":
                return 500, error("their fault"), ""
            if trouble == "decline":
                return 400, error("declined"), ""
            if key and key in self.answers:
                return *self.answers[key], trouble
            status, body = self._do(method, path.strip("/").split("/")[1:], form)
            if key and status == 200:
                self.answers[key] = (status, body)
            return status, body, trouble

    def _do(self, method, path, form):
        match method, path:
            case "POST", ["checkout", "sessions"]:
                return self.create_session(form)
            case "GET", ["checkout", "sessions", number]:
                return self.show(number)
            case "POST", ["checkout", "sessions", number, "expire"]:
                return self.expire(number)
            case "POST", ["refunds"]:
                return self.create_refund(form)
            case "GET", ["refunds"]:
                rows = [row for row in self.refunds.values() if row["payment_intent"] == form["payment_intent"]]
                return 200, {"object": "list", "data": rows[::-1], "has_more": False, "url": "/v1/refunds"}
        return 404, error("unknown")


def error(message):
    return {"error": {"type": "invalid_request_error", "message": message}}


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        address = urlparse(self.path)
        if address.path.startswith("/pay/"):
            return self._page(address.path.rsplit("/", 1)[1])
        self._answer("GET", address, dict(parse_qsl(address.query)))

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        address = urlparse(self.path)
        if address.path.startswith("/pay/"):
            return self._paid(address.path.rsplit("/", 1)[1])
        self._answer("POST", address, dict(parse_qsl(body)))

    def _answer(self, method, address, form):
        stripe = self.server.stripe
        status, body, trouble = stripe.answer(method, address.path, form, self.headers.get("Idempotency-Key"))
        if trouble == "drop":
            self.close_connection = True
            self.connection.close()
            return
        self._send(status, json.dumps(body).encode(), "application/json")

    def _page(self, number):
        amount = self.server.stripe.sessions[number]["amount_total"] / 100
        page = f"<meta charset=utf-8><h1>测试支付 {amount:.2f} 元</h1><form method=post><button>支付</button></form>"
        self._send(200, page.encode(), "text/html; charset=utf-8")

    def _paid(self, number):
        session = self.server.stripe.pay(number)
        self.send_response(303)
        self.send_header("Location", session["success_url"])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send(self, status, body, kind):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@contextmanager
def running():
    """Serve a fresh Stripe on the loopback address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.stripe = Stripe()
    server.stripe.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.stripe
    finally:
        server.shutdown()
        server.server_close()
