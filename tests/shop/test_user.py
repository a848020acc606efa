"""Log in by mobile number, and land on the right desk."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def log_in(client, mobile, password=PASSWORD, **more):
    return client.post(reverse("user:login"), {"username": mobile, "password": password, **more})


def test_a_wrong_password_and_an_unknown_number_get_the_same_sentence(client, shopper):
    sentence = "手机号或密码不对，请重新输入。"

    assert sentence in log_in(client, shopper.mobile, "wrong").content.decode()
    assert sentence in log_in(client, "10099999999").content.decode()


def test_too_many_wrong_passwords_lock_the_login_for_a_while(client, shopper, settings):
    settings.AXES_FAILURE_LIMIT = 3
    for _ in range(3):
        log_in(client, shopper.mobile, "wrong")

    answer = log_in(client, shopper.mobile)

    assert answer.status_code == 429
    assert "15 分钟" in answer.content.decode()


@pytest.mark.parametrize("person", ["handler", "seller", "office"])
def test_each_person_lands_on_their_own_desk(client, request, person, unit, supplier):
    user = request.getfixturevalue(person)
    desks = {
        "handler": reverse("unit:home", args=[unit.code]),
        "seller": reverse("supplier:home", args=[supplier.code]),
        "office": reverse("office:home"),
    }
    log_in(client, user.mobile)

    assert client.get(reverse("user:home")).headers["Location"] == desks[person]


def test_a_shopper_lands_on_their_orders(client, shopper):
    log_in(client, shopper.mobile)

    assert client.get(reverse("user:home")).headers["Location"] == reverse("checkout:orders")


def test_the_way_back_after_login_never_leaves_the_site(client, shopper):
    answer = log_in(client, shopper.mobile, next="https://evil.example/")

    assert "evil.example" not in answer.headers["Location"]


@pytest.mark.parametrize("mobile", ["", "138", "23800000000", "1380000000a", "138000000001"])
def test_only_the_shape_of_a_mobile_number_is_taken(mobile):
    with pytest.raises(ValidationError):
        UserFactory.build(mobile=mobile, password="x").full_clean(exclude=["password"])


def test_a_mobile_number_is_shown_with_its_middle_hidden(shopper):
    shopper.mobile = "10012345678"

    assert shopper.masked_mobile == "100****5678"


def test_the_health_check_answers_when_database_and_queue_do(client):
    assert client.get("/healthz").json() == {"status": "ok", "waiting_jobs": 0}
