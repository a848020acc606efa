"""Every page of the site as every kind of person, with own and with others' things, against the matrix."""

from urllib.parse import unquote

import pytest
from django.conf import settings as site_settings
from django.db import transaction
from django.test import Client, override_settings
from django.urls import resolve, reverse
from django.utils import timezone

from shop.user import permissions
from tests.conftest import own_settings

from . import addresses, pages, world
from .crawling import INLINE, LOGIN, person, visit, walk, with_all_roles

# Which database answers makes no difference here, so once is enough.
pytestmark = [pytest.mark.django_db, pytest.mark.pure]
NAMES = sorted({name for name, route in walk()})
REFUSALS = {LOGIN, 401, 403, 404, 405}


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, tmp_path_factory):
    """The county and two sides, made once: a test leaves nothing behind."""
    kept = own_settings(site_settings, tmp_path_factory.mktemp("crawl"))
    kept["ROOT_URLCONF"] = "tests.access.plain_refusals"
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(**kept):
            county = world.County(timezone.now())
        yield county, kept
        transaction.set_rollback(True)


@pytest.fixture
def county(built, settings):
    """What was built, with the files that belong to it."""
    county, kept = built
    for name, value in kept.items():
        setattr(settings, name, value)
    return county


def client_of(who):
    client = Client(raise_request_exception=False)
    if who:
        client.force_login(who)
    return client


def urls(side, county):
    """Yield ``(name, url)`` of every page, with what one side has in it."""
    known, further = addresses.of(side, county), addresses.further(side)
    for name in NAMES:
        if name not in pages.OUTSIDE:
            yield name, reverse(name, args=addresses.arguments(name, known))
            yield from ((name, reverse(name, args=arguments)) for arguments in further.get(name, ()))


def expected(name, audience, role):
    """Return the set of answers that the matrix allows; None for what a person who may will see."""
    if name in pages.TOKEN:
        return {401, 404}
    if role in audience:
        return None
    if role == "ANONYMOUS":
        return {LOGIN, 404}
    is_at_own_desk = role in pages.UNIT | pages.SUPPLIERS
    return {403, 404} if is_at_own_desk or role == permissions.BUYER else {404}


def is_as_expected(answer, name, audience, role):
    wanted = expected(name, audience, role)
    if wanted is not None:
        return answer in wanted
    return answer not in REFUSALS | {500, INLINE} or (answer == 404 and name in pages.ABSENT)


def test_every_address_is_visited(county):
    visited = {resolve(unquote(url)).route.removeprefix("^") for name, url in urls(county.sides[0], county)}

    left_out = {route for name, route in walk() if name not in pages.OUTSIDE} - visited

    assert not left_out, "say in tests/access/addresses.py what stands in these addresses"


@pytest.mark.parametrize("role", sorted(pages.ROLES["EVERYBODY"]))
def test_everybody_sees_what_the_matrix_says(county, role):
    client = client_of(person(county, role))

    wrong = []
    for name, url in urls(county.sides[0], county):
        audience, actors = pages.audience(pages.OPEN, name), pages.audience(pages.ACT, name)
        is_only_acted_on = audience is None and name not in pages.TOKEN
        if is_only_acted_on and role not in actors:
            continue
        seen = visit(client, "get", url)
        if is_only_acted_on:
            # Nobody can be led into acting by a link.
            is_right = seen.answer in {405, 404, LOGIN} or (seen.answer == 302 and name in pages.LEADING_BACK)
        else:
            is_right = is_as_expected(seen.answer, name, audience or set(), role)
        written = seen.written - pages.may_write(name)
        if not is_right or written:
            wrong.append((name, seen.answer, seen.target, written))

    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("role", sorted(pages.ROLES["EVERYBODY"]))
def test_everybody_does_what_the_matrix_says(county, role):
    client = client_of(person(county, role))

    wrong = []
    for name, url in urls(county.sides[0], county):
        audience = pages.audience(pages.ACT, name)
        if audience is not None and name not in pages.LEAVING:
            seen = visit(client, "post", url)
            if not is_as_expected(seen.answer, name, audience, role):
                wrong.append((name, seen.answer, seen.target))

    assert not wrong, "\n".join(map(str, wrong))


# Own address, another's thing in it: the most powerful person of a desk never reaches through.
@pytest.mark.parametrize("desk", [("supplier", "supplier_payments", "catalogue_import"), ("unit", "unit_payments")])
def test_another_ones_thing_below_the_own_desk_is_not_found(county, desk):
    side, other = county.sides
    client = client_of(side.seller if "supplier" in desk else with_all_roles(side))
    own, others = addresses.of(side, county), addresses.of(other, county)

    reached, tried = [], 0
    for name in NAMES:
        if name.split(":")[0] not in desk or len(own.get(name, ())) < 2 or own[name][1:] == others[name][1:]:
            continue
        url = reverse(name, args=[own[name][0], *others[name][1:]])
        for method, table in (("get", pages.OPEN), ("post", pages.ACT)):
            if pages.audience(table, name):
                tried += 1
                seen = visit(client, method, url)
                if seen.answer != 404:
                    reached.append((name, method, seen.answer))

    assert not reached
    assert tried > 40
