"""Post JSON to a checked address: no redirects, little patience, a small answer."""

import http.client
import io
import json
import math
import socket
import ssl
import time

from .policy import PUBLIC, Unsafe

ANSWER_BYTES = 4096


class Failed(Exception):
    """It did not arrive; the message tells why, in words for a person."""


def post(url, data, *, policy=PUBLIC):
    """Post ``data`` as JSON and return the answer as text, at most ``ANSWER_BYTES`` long.

    The host is looked up here, checked, and the checked IP address is the one spoken to: a name that points
    elsewhere a moment later (DNS rebinding) changes nothing.

    :raises Failed: if the address is not allowed, nobody answers in time, or the answer is not 200.
    """
    deadline = time.monotonic() + policy.total_seconds
    try:
        host, path, addresses = policy.check(url)
        with _connect(host, addresses, deadline, policy) as sock:
            return _ask(sock, host, path, data, deadline)
    except Unsafe as error:
        raise Failed(str(error)) from error
    except TimeoutError as error:
        raise Failed("对方没有及时回应。") from error
    except ssl.SSLCertVerificationError as error:
        raise Failed("对方的证书不可信。") from error
    except (OSError, http.client.HTTPException) as error:
        raise Failed("连接不上对方。") from error


def _ask(sock, host, path, data, deadline):
    connection = http.client.HTTPConnection(host)
    connection.sock = _HurriedSocket(sock, deadline)
    body = json.dumps(data, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "Connection": "close"}
    connection.request("POST", path, body, headers)
    return _answer(connection.getresponse())


def _answer(response):
    with response:
        if 300 <= response.status < 400:
            raise Failed("对方要求跳转到别的地址，没有照办。")
        if response.status != http.client.OK:
            raise Failed(f"对方拒绝了（状态 {response.status}）。")
        return response.read(ANSWER_BYTES).decode(errors="replace")


def _connect(host, addresses, deadline, policy):
    """Return an encrypted connection to the first address that answers; the certificate must be the host's."""
    for address in addresses:
        try:
            plain = socket.create_connection((address, policy.port), timeout=_left(deadline, policy.connect_seconds))
        except OSError as error:
            failure = error
            continue
        try:
            plain.settimeout(_left(deadline, policy.connect_seconds))
            return policy.trust().wrap_socket(plain, server_hostname=host)
        except BaseException:
            plain.close()
            raise
    raise failure


def _left(deadline, most=math.inf):
    left = min(deadline - time.monotonic(), most)
    if left <= 0:
        raise TimeoutError
    return left


class _HurriedSocket(io.RawIOBase):
    """What ``http.client`` needs of a socket, with one deadline for everything: a byte a second does not hold us up."""

    def __init__(self, sock, deadline):
        self._sock, self._deadline = sock, deadline

    def sendall(self, data):
        self._sock.settimeout(_left(self._deadline))
        self._sock.sendall(data)

    def makefile(self, mode):
        return io.BufferedReader(self)

    def readable(self):
        return True

    def readinto(self, buffer):
        self._sock.settimeout(_left(self._deadline))
        return self._sock.recv_into(buffer)

    def close(self):
        """Do nothing: the connection is given up while its answer is still being read; ``post`` closes the socket."""
