"""Every page of the site as every kind of person, with own and with others' things, against the matrix."""

import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from procurement.models import Membership, Role
from shop.user import permissions
from shop.user.roles import GROUPS
from tests import factories

from . import addresses, pages, world

pytestmark = pytest.mark.xdist_group("crawl")
# What a policy without 'unsafe-inline' would not run: attributes and scripts within the page. Data (JSON-LD) is none.
INLINE = re.compile(r'\sstyle="|<style|\son[a-z]+="|<script(?![^>]*(?:\ssrc=|application/ld\+json))|javascript:')
REFUSALS = {"login", 401, 403, 404, 405}
OF_SIDE = {
    **{role: role.lower() for role in permissions.UNIT_ROLES},
    permissions.SUPPLIER: "seller",
    permissions.BUYER: "shopper",
}


def walk(resolver, namespace=""):
    """Yield the full name of every page below a resolver."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from walk(one, namespace + (f"{one.namespace}:" if one.namespace else ""))
        else:
            yield namespace + (one.name or one.callback.__name__)


NAMES = sorted(set(walk(get_resolver())))


@pytest.fixture
def county(db):
    return world.County(timezone.now())


def person(county, role):
    """Return who stands for a role before the things of the first side."""
    side, other = county.sides
    if role in OF_SIDE:
        return side.people[OF_SIDE[role]]
    if role == permissions.OFFICE:
        return county.office
    if role == "OUTSIDER":
        everything = [Membership(user=other.handler, unit=other.unit, role=one) for one in Role]
        Membership.objects.bulk_create(everything, ignore_conflicts=True)
        return other.handler
    if role == "RIVAL":
        return other.seller
    made = factories.UserFactory()
    if role in GROUPS:
        made.groups.add(*made.groups.model.objects.filter(name=GROUPS[role]))
    return made


def visit(client, method, url):
    """Return the status, ``login``, or ``inline`` for a page with inline code; whatever the visit did is undone."""
    jar = client.cookies.copy()
    with transaction.atomic():
        answer = getattr(client, method)(url)
        transaction.set_rollback(True)
    client.cookies = jar
    is_login = answer.status_code == 302 and answer.url.startswith(reverse("user:login") + "?")
    if is_login:
        return "login"
    is_page = answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming
    return "inline" if is_page and INLINE.search(answer.text) else answer.status_code


def expected(name, audience, role):
    """Return the set of answers that the matrix allows."""
    if name in pages.TOKEN:
        return {401, 404}
    if role in audience:
        return None
    if role == "ANONYMOUS":
        return {"login", 404}
    is_at_own_desk = role in pages.UNIT
    return {403, 404} if is_at_own_desk or role == permissions.BUYER else {404}


def is_as_expected(answer, name, audience, role):
    wanted = expected(name, audience, role)
    if wanted is not None:
        return answer in wanted
    return answer not in REFUSALS | {500, "inline"} or (answer == 404 and name in pages.ABSENT)


def test_every_page_is_in_the_matrix():
    assert not set(NAMES) - pages.names(), "enter new pages in tests/access/pages.py, at those who may use them"
    assert not pages.names() - set(NAMES), "these pages are gone"


@pytest.mark.parametrize("role", sorted(pages.ROLES["EVERYBODY"]))
def test_everybody_gets_what_the_matrix_says(county, role):
    client = Client(raise_request_exception=False)
    if role != "ANONYMOUS":
        client.force_login(person(county, role))
    known = addresses.of(county.sides[0], county)

    wrong = []
    for name in NAMES:
        if name in pages.OUTSIDE or name == "user:logout":
            continue
        url = reverse(name, args=known.get(name, known.get(name.split(":")[0] + ":*", [])))
        for method, table in (("get", pages.OPEN), ("post", pages.ACT)):
            audience = pages.audience(table, name)
            if audience is None and name not in pages.TOKEN:
                continue
            answer = visit(client, method, url) if method == "get" or audience is not None else 401
            if not is_as_expected(answer, name, audience, role):
                wrong.append((name, method, answer))

    assert not wrong


# Own address, another's thing in it: the most powerful person of a desk never reaches through.
@pytest.mark.parametrize("role", [permissions.SUPPLIER, "ALL_OF_UNIT"])
def test_another_ones_thing_below_the_own_desk_is_not_found(county, role):
    side, other = county.sides
    who = side.seller if role == permissions.SUPPLIER else side.handler
    if role == "ALL_OF_UNIT":
        roles = [Membership(user=who, unit=side.unit, role=one) for one in Role]
        Membership.objects.bulk_create(roles, ignore_conflicts=True)
    client = Client(raise_request_exception=False)
    client.force_login(who)
    desk = (
        ("supplier", "supplier_payments", "catalogue_import")
        if role == permissions.SUPPLIER
        else ("unit", "unit_payments")
    )
    own, others = addresses.of(side, county), addresses.of(other, county)

    reached = []
    for name in NAMES:
        if name.split(":")[0] not in desk or len(own.get(name, ())) < 2 or own[name][1:] == others[name][1:]:
            continue
        url = reverse(name, args=[own[name][0], *others[name][1:]])
        for method, table in (("get", pages.OPEN), ("post", pages.ACT)):
            if pages.audience(table, name) and (answer := visit(client, method, url)) != 404:
                reached.append((name, method, answer))

    assert not reached
