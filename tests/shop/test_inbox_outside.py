"""Addresses that people type in: which are refused, and how patient we are with those that are not."""

import socket
import time
from dataclasses import replace
from ipaddress import ip_address

import pytest

from shop.inbox import outside
from shop.inbox.outside import PUBLIC, Failed, Unsafe
from shop.inbox.outside.policy import is_public
from tests.shop import hooks


@pytest.fixture(scope="module")
def server():
    with hooks.serve() as (received, policy):
        yield received, policy


def to(*addresses):
    """Return the public policy with a resolver that answers these addresses for any name."""
    return replace(PUBLIC, resolve=lambda host, port: list(addresses))


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://qyapi.weixin.qq.com/x", "https://"),
        ("ftp://qyapi.weixin.qq.com/x", "https://"),
        ("//qyapi.weixin.qq.com/x", "https://"),
        ("https://localhost/x", "域名"),
        ("https://intranet/x", "域名"),
        ("https://127.0.0.1/x", "域名"),
        ("https://10.0.0.8/x", "域名"),
        ("https://169.254.169.254/latest/meta-data", "域名"),
        ("https://[::1]/x", "域名"),
        ("https://[fd00::1]/x", "域名"),
        ("https://[::ffff:10.0.0.1]/x", "域名"),
        ("https://2130706433/x", "域名"),
        ("https://0x7f.1/x", "域名"),
        ("https://017700000001/x", "域名"),
        ("https://127.1/x", "域名"),
        ("https://example.com./x", "域名"),
        ("https:///x", "域名"),
        ("https://example.com:22/x", "端口"),
        ("https://example.com:99999/x", "格式"),
        ("https://[::1/x", "格式"),
        ("https://user:word@example.com/x", "用户名"),
        ("https://@example.com/x", "用户名"),
        ("https://example.com/x#y", "#"),
        ("https://example.com/a b", "空格"),
        ("https://example.com/\r\nHost: other", "特殊字符"),
        ("https://example.com\\@10.0.0.1/x", "特殊字符"),
        ("https://例子.com/x", "特殊字符"),
    ],
)
def test_an_address_that_reads_badly_is_refused(url, words):
    with pytest.raises(Unsafe, match=words):
        to("8.8.8.8").check(url)


@pytest.mark.parametrize(
    "address",
    [
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "127.0.0.1",
        "0.0.0.1",
        "100.100.100.200",
        "169.254.169.254",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "::ffff:8.8.8.8",
        "64:ff9b::a00:1",
        "64:ff9b:1::a00:1",
        "2002:a00:1::",
        "2001::1",
        "2001:db8::1",
        "fc00::1",
        "fd00::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
    ],
)
def test_a_name_that_points_into_an_inner_network_is_refused(address):
    assert not is_public(ip_address(address))
    with pytest.raises(Unsafe, match="内部网络"):
        to(address).check("https://robot.example.com/x")


def test_one_inner_address_among_public_ones_spoils_the_name():
    with pytest.raises(Unsafe, match="内部网络"):
        to("8.8.8.8", "10.0.0.1").check("https://robot.example.com/x")


@pytest.mark.parametrize("address", ["8.8.8.8", "2400:3200::1"])
def test_a_public_address_is_taken_with_its_path_and_query(address):
    checked = to(address).check("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1-2")

    assert checked == ("qyapi.weixin.qq.com", "/cgi-bin/webhook/send?key=1-2", [address])


def test_a_name_that_nobody_knows_is_refused():
    def unknown(host, port):
        raise socket.gaierror

    with pytest.raises(Unsafe, match=r"找不到 robot\.example\.com"):
        replace(PUBLIC, resolve=unknown).check("https://robot.example.com/x")


def test_json_arrives_at_the_checked_address(server):
    received, policy = server

    assert outside.post(f"https://{hooks.HOST}/send?key=1", {"words": "你好"}, policy=policy).startswith('{"errcode":0')
    assert received[-1] == ("/send?key=1", {"words": "你好"})


def test_the_public_policy_never_reaches_the_loopback_address(server):
    received, policy = server
    before = len(received)

    with pytest.raises(Failed, match="内部网络"):
        outside.post(f"https://{hooks.HOST}/send", {}, policy=replace(policy, is_allowed=is_public))

    assert len(received) == before


def test_a_name_that_changes_its_address_after_the_check_is_spoken_to_at_the_checked_one(server):
    _, policy = server
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])

    outside.post(f"https://{hooks.HOST}/send", {}, policy=replace(policy, resolve=lambda *name: next(answers)))

    assert next(answers) == ["10.0.0.1"]


def test_the_second_address_is_tried_when_the_first_does_not_answer(server):
    _, policy = server

    # Nothing listens on 127.0.0.2 at this port.
    both = replace(policy, resolve=lambda host, port: ["127.0.0.2", "127.0.0.1"])

    assert outside.post(f"https://{hooks.HOST}/send", {}, policy=both)


def test_a_redirect_is_not_followed(server):
    received, policy = server

    with pytest.raises(Failed, match="跳转"):
        outside.post(f"https://{hooks.HOST}/elsewhere", {}, policy=policy)

    assert received[-1][0] == "/elsewhere"


def test_a_certificate_of_another_host_is_not_trusted(server):
    received, policy = server
    before = len(received)

    with pytest.raises(Failed, match="证书"):
        outside.post("https://other.test/send", {}, policy=policy)

    assert len(received) == before


def test_a_trickling_answer_is_given_up_in_time(server):
    _, policy = server
    start = time.monotonic()

    with pytest.raises(Failed, match="及时"):
        outside.post(f"https://{hooks.HOST}/trickle", {}, policy=policy)

    assert time.monotonic() - start < 3


def test_a_host_that_never_says_a_word_is_given_up_in_time():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        policy = hooks.loopback(silent.getsockname()[1], connect_seconds=0.3)
        start = time.monotonic()

        with pytest.raises(Failed, match="及时"):
            outside.post(f"https://{hooks.HOST}/send", {}, policy=policy)

        assert time.monotonic() - start < 2


def test_a_host_that_does_not_listen_is_said_to_be_out_of_reach():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]

    with pytest.raises(Failed, match="连接不上"):
        outside.post(f"https://{hooks.HOST}/send", {}, policy=hooks.loopback(port))


def test_only_the_start_of_a_large_answer_is_read(server):
    _, policy = server

    assert len(outside.post(f"https://{hooks.HOST}/large", {}, policy=policy)) == 4096


def test_an_answer_that_is_not_200_is_a_failure(server):
    _, policy = server

    with pytest.raises(Failed, match="500"):
        outside.post(f"https://{hooks.HOST}/broken", {}, policy=policy)
