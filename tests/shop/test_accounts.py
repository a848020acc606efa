"""Accounts: passwords, lockout, sleep, second factor, how long a login lasts, and the three administrators."""

import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import totp

from shop.user import accounts, factors, passwords, permissions, roles
from shop.user.models import FactorRule, User
from tests import factories

LOGIN, NEW = reverse("user:login"), "Xin-2026-mima"


@pytest.fixture
def person(handler):
    return handler


@pytest.fixture
def security(db):
    made = factories.UserFactory()
    accounts_group(made, permissions.SECURITY)
    return made


def accounts_group(user, role):
    user.groups.add(Group.objects.get(name=roles.GROUPS[role]))


def log_in(client, user, password=factories.PASSWORD):
    return client.post(LOGIN, {"username": user.mobile, "password": password})


def is_in(client):
    return client.get(reverse("user:account")).status_code == 200


def enrol(user):
    """Give a person a second factor; return their device and recovery codes."""
    device = factors.prepare(user=user)
    codes = factors.confirm(user=user, code=f"{totp(device.bin_key):06d}")
    # A code counts once: the next one belongs to the next half minute.
    device.refresh_from_db()
    return device, codes


@pytest.mark.parametrize(
    ("password", "words"),
    [("short1A", "8"), ("onlylettersandnomore", "三种"), ("13900000001Aa!", ""), ("Password1!x9", "")],
)
def test_a_password_follows_the_rules_of_gbt_22239(person, password, words):
    if words:
        with pytest.raises(ValidationError, match=words):
            validate_password(password, person)
    else:
        validate_password(password, person)


def test_the_rules_of_asvs_ask_for_length_only(person, settings):
    settings.AUTH_PASSWORD_VALIDATORS = passwords.RULES[passwords.ASVS5]

    validate_password("onlylettersandnomore", person)
    with pytest.raises(ValidationError):
        validate_password("Aa1!Aa1!x", person)


def test_the_last_five_passwords_do_not_come_back(person):
    for number in range(5):
        accounts.set_password(user=person, password=f"{NEW}{number}", at=timezone.now())
    person.refresh_from_db()

    with pytest.raises(ValidationError, match="最近 5 次"):
        validate_password(f"{NEW}0", person)
    validate_password(factories.PASSWORD, person)


@pytest.mark.parametrize(("rules", "leads_to"), [("GBT22239", "user:password"), ("ASVS5", "")])
def test_people_with_a_role_change_their_password_every_90_days(client, person, settings, rules, leads_to):
    settings.PASSWORD_RULES = rules
    User.objects.filter(pk=person.pk).update(password_changed_at=timezone.now() - timedelta(days=91))
    log_in(client, person)

    answer = client.get(reverse("checkout:orders"))

    assert answer.url == reverse(leads_to) if leads_to else answer.status_code == 200


def test_a_given_password_must_be_changed_first_and_then_all_is_open(client, shopper):
    given = accounts.reset_password(user=shopper, at=timezone.now())
    log_in(client, shopper, given)
    assert client.get(reverse("checkout:orders")).url == reverse("user:password")

    fields = {"old_password": given, "new_password1": NEW, "new_password2": NEW}
    client.post(reverse("user:password"), fields)

    assert client.get(reverse("checkout:orders")).status_code == 200


def test_an_account_is_locked_from_wherever_it_is_tried(client, person, settings):
    settings.AXES_FAILURE_LIMIT = 3
    for number in range(3):
        client.post(LOGIN, {"username": person.mobile, "password": "x"}, REMOTE_ADDR=f"10.0.0.{number}")

    answer = client.post(LOGIN, {"username": person.mobile, "password": factories.PASSWORD}, REMOTE_ADDR="10.9.9.9")

    assert answer.status_code == 429 and not is_in(client)


def test_an_address_is_locked_after_trying_many_accounts(client, person, settings):
    settings.LOGIN_ADDRESS_LIMIT = 3
    for number in range(3):
        client.post(LOGIN, {"username": f"1380000000{number}", "password": "x"}, REMOTE_ADDR="10.0.0.1")

    assert log_in(client, person).status_code == 302, "another address is not concerned"
    client.logout()
    data = {"username": person.mobile, "password": factories.PASSWORD}
    assert client.post(LOGIN, data, REMOTE_ADDR="10.0.0.1").status_code == 429


def test_an_unused_account_sleeps_until_the_office_wakes_it(client, person, office):
    long_ago = timezone.now() - timedelta(days=91)
    User.objects.filter(pk=person.pk).update(date_joined=long_ago, last_login=long_ago)
    assert "已休眠" in log_in(client, person).content.decode()

    keeper = Client()
    keeper.force_login(office)
    keeper.post(reverse("security:wake", args=[person.pk]))

    User.objects.filter(pk=person.pk).update(password_changed_at=timezone.now())
    assert log_in(client, person).status_code == 302


def test_a_code_is_asked_for_before_anybody_is_logged_in(client, person):
    device, _ = enrol(person)
    type(device).objects.update(last_t=-1)

    assert log_in(client, person).url == reverse("user:code")
    assert not is_in(client)
    assert client.post(reverse("user:code"), {"code": "000000"}).status_code == 422
    type(device).objects.update(throttling_failure_count=0)
    client.post(reverse("user:code"), {"code": f"{totp(device.bin_key):06d}"})

    assert is_in(client)


def test_five_wrong_codes_begin_the_login_anew(client, person):
    enrol(person)
    log_in(client, person)
    for _ in range(5):
        client.post(reverse("user:code"), {"code": "000000"})

    assert client.post(reverse("user:code"), {"code": "000000"}).url == LOGIN


def test_a_recovery_code_lets_in_once(client, person):
    _, codes = enrol(person)
    for expected in (True, False):
        client.logout()
        log_in(client, person)
        client.post(reverse("user:code"), {"code": codes[0]})
        assert is_in(client) is expected


def test_a_role_may_need_a_second_factor(client, person):
    FactorRule.objects.create(role=permissions.HANDLER, at=timezone.now())
    log_in(client, person)
    assert client.get(reverse("checkout:orders")).url == reverse("user:factor")

    device = factors.prepare(user=person)
    page = client.post(reverse("user:factor"), {"code": f"{totp(device.bin_key):06d}"}).content.decode()

    assert page.count("<code>") == factors.CODES
    assert client.get(reverse("checkout:orders")).status_code == 200


@pytest.mark.parametrize(("key", "back"), [("seen_at", 61 * 60), ("began_at", 13 * 3600)])
def test_a_login_of_somebody_with_a_role_ends_when_idle_and_in_the_end(client, person, key, back):
    log_in(client, person)
    session = client.session
    session[key] -= back
    session.save()

    answer = client.get(reverse("user:account"))

    assert answer.url.startswith(LOGIN) and not is_in(client)


def test_a_shopper_stays_logged_in(client, shopper):
    log_in(client, shopper)
    session = client.session
    session["seen_at"] -= 24 * 3600
    session.save()

    assert is_in(client)


def test_signing_out_everywhere_ends_the_other_devices_too(client, person):
    other = Client()
    for one in (client, other):
        log_in(one, person)

    client.post(reverse("user:sign_out"))

    assert not is_in(client) and not is_in(other)


def test_what_cannot_be_taken_back_asks_for_the_password_again_and_keeps_what_was_typed(client, office):
    client.force_login(office)
    session = client.session
    session["password_at"] = int(time.time()) - 601
    session.save()
    url = reverse("office:closing_check", args=["2026-01"])

    asked = client.post(url, {"signer": "张三", "note": "一"})
    assert asked.status_code == 403 and 'name="signer" value="张三"' in asked.content.decode()
    wrong = client.post(url, {"signer": "张三", "confirm_password": "x"})
    assert "密码不对" in wrong.content.decode()

    assert client.post(url, {"signer": "张三", "confirm_password": factories.PASSWORD}).status_code != 403
    assert client.post(url, {"signer": "张三"}).status_code != 403, "for ten minutes"


@pytest.mark.parametrize("name", ["payments:refund", "payments:online_refund"])
def test_refunds_ask_for_the_password_again(client, seller, name, oranges, shopper):
    from tests.shop.money import order

    client.force_login(seller)
    session = client.session
    session["password_at"] = 0
    session.save()

    answer = client.post(reverse(name, args=[order(oranges, 1, by=shopper).number]))

    assert answer.status_code == 403 and "再输入一次密码" in answer.content.decode()


@pytest.mark.parametrize("first", roles.EXCLUSIVE)
@pytest.mark.parametrize("second", roles.EXCLUSIVE)
def test_the_database_lets_nobody_be_two_administrators(db, first, second):
    person = factories.UserFactory()
    accounts_group(person, first)
    if first == second:
        return

    with pytest.raises(IntegrityError), transaction.atomic():
        accounts_group(person, second)


def test_a_second_administrators_role_is_refused_in_words(client, security):
    person = factories.UserFactory()
    accounts_group(person, permissions.AUDIT)
    client.force_login(security)

    page = client.post(reverse("security:give", args=[person.pk]), {"role": "SYSTEM"}, follow=True)

    assert "不能由同一人担任" in page.content.decode()
    assert roles.of(person) == {permissions.AUDIT}


def test_nobody_gives_themselves_a_role_and_the_last_keeper_stays(security):
    with pytest.raises(accounts.Refused, match="自己"):
        accounts.give_role(user=security, role=permissions.OFFICE, by=security)
    with pytest.raises(accounts.Refused, match="最后一位"):
        accounts.take_role(user=security, role=permissions.SECURITY, by=factories.UserFactory())
    with pytest.raises(accounts.Refused, match="最后一位"):
        accounts.set_active(user=security, is_active=False, by=factories.UserFactory())


def test_a_role_given_or_taken_ends_the_sessions_of_that_person(client, security):
    person, keeper = factories.UserFactory(), Client()
    log_in(client, person)
    keeper.force_login(security)

    keeper.post(reverse("security:give", args=[person.pk]), {"role": permissions.OFFICE})

    assert not is_in(client) and roles.of(person) == {permissions.OFFICE}


def test_the_office_does_not_reach_accounts_of_administrators(client, office, security):
    client.force_login(office)

    assert client.post(reverse("security:reset", args=[security.pk])).status_code == 404
    assert client.post(reverse("security:give", args=[security.pk]), {"role": "OFFICE"}).status_code == 404


def test_an_opened_account_shows_its_password_once(client, security):
    client.force_login(security)

    page = client.post(reverse("security:new"), {"mobile": "13800009999", "name": "新人"}).content.decode()

    assert "临时密码" in page
    assert "临时密码" not in client.get(reverse("security:user", args=[User.objects.get(name="新人").pk])).text


def test_the_first_administrator_is_made_once(db, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda: NEW)

    call_command("create_first_administrator", "13800008888", "安全员", "--password-stdin")

    assert roles.of(User.objects.get(mobile="13800008888")) == {permissions.SECURITY}
    with pytest.raises(CommandError, match="已经有"):
        call_command("create_first_administrator", "13800007777", "另一人", "--password-stdin")
