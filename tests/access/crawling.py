"""Visit the pages of the site as somebody, and tell what came of it; whatever a visit did is undone."""

import re
from dataclasses import dataclass

from django.db import connection, transaction
from django.urls import URLResolver, get_resolver, reverse

from procurement.models import Membership, Role
from shop.user import permissions
from shop.user.roles import GROUPS
from tests import factories

LOGIN, INLINE = "login", "inline"
# What a policy without 'unsafe-inline' would not run: attributes and scripts within the page. Data (JSON-LD) is none.
INLINE_CODE = re.compile(r'\sstyle="|<style|\son[a-z]+="|<script(?![^>]*(?:\ssrc=|application/ld\+json))|javascript:')
WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"(\w+)"', re.IGNORECASE)
OF_SIDE = {
    **{role: role.lower() for role in permissions.UNIT_ROLES},
    permissions.SUPPLIER: "clerk",
    permissions.SUPPLIER_OWNER: "seller",
    permissions.BUYER: "shopper",
}


@dataclass
class Visit:
    """``answer``: the status, ``LOGIN``, or ``INLINE`` for a page with code in it; ``written``: names of tables."""

    answer: object
    written: set
    target: str = ""


def walk(resolver=None, namespace="", route=""):
    """Yield ``(full name, whole route)`` of every page below a resolver."""
    for one in (resolver or get_resolver()).url_patterns:
        below = route + str(one.pattern).removeprefix("^")
        if isinstance(one, URLResolver):
            yield from walk(one, namespace + (f"{one.namespace}:" if one.namespace else ""), below)
        else:
            yield namespace + (one.name or one.callback.__name__), below


def person(county, role):
    """Return who stands for a role before the things of the first side; None for a visitor."""
    side, other = county.sides
    if role == "ANONYMOUS":
        return None
    if role in OF_SIDE:
        return side.people[OF_SIDE[role]]
    if role == permissions.OFFICE:
        return county.office
    if role == "OUTSIDER":
        return with_all_roles(other)
    if role == "RIVAL":
        return other.seller
    made = factories.UserFactory()
    if role in GROUPS:
        made.groups.add(*made.groups.model.objects.filter(name=GROUPS[role]))
    return made


def with_all_roles(side):
    """Return the handler of a side, who now holds every role in its unit."""
    rows = [Membership(user=side.handler, unit=side.unit, role=role) for role in Role]
    Membership.objects.bulk_create(rows, ignore_conflicts=True)
    return side.handler


def visit(client, method, url):
    """Return the ``Visit`` of a client to an address."""
    jar, written = client.cookies.copy(), set()

    def watch(execute, sql, *rest):
        written.update(WRITES.findall(sql))
        return execute(sql, *rest)

    with transaction.atomic(), connection.execute_wrapper(watch):
        response = getattr(client, method)(url)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(True)
    client.cookies = jar
    return Visit(_answer(response, content), written, response.headers.get("Location", ""))


def _answer(response, content):
    if response.status_code == 302 and response.url.startswith(reverse("user:login") + "?"):
        return LOGIN
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    return INLINE if is_page and INLINE_CODE.search(content.decode()) else response.status_code
