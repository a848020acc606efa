"""What browsers are told about pages, and where nobody is led to."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from tests import factories


def test_every_answer_carries_the_headers(client, db):
    headers = client.get(reverse("guide:index")).headers

    csp = headers["Content-Security-Policy"]
    assert "default-src 'self'" in csp and "frame-ancestors 'none'" in csp and "object-src 'none'" in csp
    assert "unsafe" not in csp
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_the_session_cookie_is_not_for_scripts_nor_for_other_sites(client, handler):
    client.post(reverse("user:login"), {"username": handler.mobile, "password": factories.PASSWORD})

    cookie = client.cookies["sessionid"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


@pytest.mark.parametrize(
    "after", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_login_leads_to_no_other_site(client, handler, after):
    data = {"username": handler.mobile, "password": factories.PASSWORD, "next": after}

    assert client.post(reverse("user:login"), data).url == reverse("user:home")


def test_a_form_of_another_site_does_nothing(handler):
    client = Client(enforce_csrf_checks=True)
    client.force_login(handler)

    assert client.post(reverse("user:sign_out")).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/dashboard/",
        "/dashboard/orders/",
        "/dashboard/partners/",
        "/dashboard/partners/1/users/1/link/",
        "/dashboard/reports/",
        "/accounts/alerts/cancel/key/",
        "/accounts/order-status/1/hash/",
        "/accounts/login/",
        "/admin/",
        "/offers/",
    ],
)
def test_the_weak_pages_of_the_shop_underneath_are_not_there(path):
    """Oscar's partner dashboard, GET links that grant access, open redirects, order links that never expire."""
    with pytest.raises(Resolver404):
        resolve(path)


@pytest.mark.parametrize("name", ["dashboard:index", "customer:alerts-cancel-by-key", "customer:anon-order"])
def test_and_have_no_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(name, kwargs={"key": "k"} if "alerts" in name else None)
