"""Which addresses a robot may have: https, a public host by its name, the usual port."""

import re
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Network, ip_address
from urllib.parse import urlsplit

HTTPS_PORT = 443
# A name of two or more labels whose last is not a number: no IP addresses in any spelling, no local names.
HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d)[a-z0-9-]{2,63}")
GLOBAL_UNICAST = IPv6Network("2000::/3")
# 6to4 hides any IPv4 address; Teredo and NAT64 lie outside of what Python calls global, or of 2000::/3.
SIX_TO_FOUR = IPv6Network("2002::/16")


class Unsafe(Exception):
    """The address is not one that this site sends to; the message tells why."""


def resolve(host, port):
    """Return all IP addresses of a host name.

    :raises OSError: if there are none.
    """
    return [row[4][0] for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(address):
    """Tell whether an IP address lies in the public internet."""
    if address.version == 6:
        return address in GLOBAL_UNICAST and address not in SIX_TO_FOUR and address.is_global
    return address.is_global and not (address.is_multicast or address.is_reserved)


@dataclass(frozen=True)
class Policy:
    """What is allowed, and how it is found out; only tests need another one than ``PUBLIC``."""

    is_allowed: Callable = is_public
    resolve: Callable = resolve
    port: int = HTTPS_PORT
    trust: Callable = ssl.create_default_context
    connect_seconds: float = 4
    total_seconds: float = 8

    def check(self, url):
        """Return host, path with query, and the IP addresses that may be spoken to.

        :raises Unsafe: if anything about it is not allowed.
        """
        host, path = self.split(url)
        try:
            found = self.resolve(host, self.port)
        except (OSError, UnicodeError) as error:
            raise Unsafe(f"找不到 {host} 这台主机，请核对地址。") from error
        # One bad address spoils them all: which of them is used is not ours to choose.
        if not found or not all(self.is_allowed(ip_address(address)) for address in found):
            raise Unsafe("这个地址指向内部网络，不能使用。")
        return host, path, found

    def split(self, url):
        """Return host and path of a URL that reads well; nothing is asked of the network.

        :raises Unsafe: if it is not https, or not by the name of a host, or carries anything unusual.
        """
        if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
            raise Unsafe("地址里有空格或特殊字符，请重新复制。")
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError as error:
            raise Unsafe("地址格式不对，请从群机器人的设置里复制。") from error
        if parts.scheme != "https":
            raise Unsafe("地址须以 https:// 开头。")
        if parts.username is not None or parts.password is not None or parts.fragment:
            raise Unsafe("地址里不能有用户名、密码或 # 号。")
        if port not in (None, self.port):
            raise Unsafe("地址里不能指定端口。")
        if not HOST.fullmatch(host):
            raise Unsafe("地址须是公开的域名，不能是 IP 或本机名称。")
        return host, f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"


PUBLIC = Policy()
