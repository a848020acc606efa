"""A real HTTPS server on the loopback address that answers as group robots do, and worse."""

import json
import ssl
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from shop.inbox.outside import PUBLIC

CERTIFICATE = Path(__file__).parent / "hooks_test.pem"
HOST = "hooks.test"


class _Answers(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append((self.path, json.loads(body)))
        getattr(self, self.path.strip("/").split("?")[0])()

    def send(self, body=b'{"errcode":0,"errmsg":"ok"}'):
        self._answer(200, body)

    def invalid(self):
        self._answer(200, '{"errcode":93000,"errmsg":"机器人已被移除"}'.encode())

    def broken(self):
        self._answer(500, b"")

    def elsewhere(self):
        self.send_response(302)
        self.send_header("Location", f"https://{HOST}/send")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def large(self):
        self._answer(200, b"x" * 10_000_000)

    def trickle(self):
        """One byte of the answer in each 50 ms, for ever."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        with suppress(OSError):
            while True:
                self.wfile.write(b"x")
                time.sleep(0.05)

    def _answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(body)

    def log_message(self, *args):
        pass


@contextmanager
def serve():
    """Run the server; yield ``(received, policy)``: what was posted, and a policy that reaches it and nothing else."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    server.daemon_threads, server.received = True, []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.received, loopback(server.server_port)
    finally:
        server.shutdown()
        server.server_close()


def loopback(port, **changes):
    """Return the public policy, but for the loopback address at a port, whose certificate is trusted."""
    policy = replace(
        PUBLIC,
        is_allowed=lambda address: address.is_loopback,
        resolve=lambda host, port: ["127.0.0.1"],
        port=port,
        trust=lambda: ssl.create_default_context(cafile=CERTIFICATE),
        total_seconds=1,
    )
    return replace(policy, **changes)
