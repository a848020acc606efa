"""A server process killed in the middle of what somebody asked for; they ask again, and it happens once."""

import contextlib
import re

import pytest
import requests
from django.urls import reverse
from django.utils import timezone
from oscar.core.loading import get_model

from procurement.models import GroupOrder, GroupOrderMove, PurchaseOrder, Role
from tests import factories
from tests.procurement import states
from tests.shop.test_checkout import HOME, PAGE

from .conftest import Browser, assert_sound
from .sites import answers, wait_until

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def serve_doomed(site):
    """Return a function that serves the site until a function is called; it returns the address."""

    def run(function, when, **env):
        doom = {"DIE_IN": function, "DIE_WHEN": when, "DIED": str(site.folder / "died"), "WEB_WORKERS": "1"}
        return site.serve("tests.faults.dying:application", **doom, **env)[1]

    return run


def ask_until_answered(site, address, ask):
    """Ask; the process dies and nobody answers; ask again when another one is there. Return its answer."""
    with contextlib.suppress(requests.ConnectionError):
        ask()
        raise AssertionError("the server outlived what was to kill it")
    assert (site.folder / "died").exists()
    wait_until(lambda: answers(f"{address}/healthz"))
    return ask()


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_checkout_sent_again_after_a_kill_is_one_order(site, serve_doomed, when):
    oranges = factories.make_product(stock=10)
    address = serve_doomed("shop.checkout.orders:submit", when)
    shopper = Browser(address)
    shopper.look(oranges.get_absolute_url())
    shopper.submit(reverse("basket:add", args=[oranges.pk]), quantity=3)
    agreed = re.search(r'name="agreed" value="([^"]+)"', shopper.look(PAGE).text)[1]

    answer = ask_until_answered(site, address, lambda: shopper.submit(PAGE, **HOME, agreed=agreed))

    assert answer.status_code == 200 and PurchaseOrder.objects.get().order.number in answer.url
    assert get_model("partner", "StockRecord").objects.get().num_allocated == 3
    assert_sound()


@pytest.mark.parametrize(("step", "when"), [("close", "before"), ("place", "before"), ("place", "after")])
def test_a_step_of_a_group_order_sent_again_after_a_kill_is_taken_once(site, serve_doomed, when, step):
    unit = factories.UnitFactory()
    people = [factories.join_unit(unit, role) for role in (Role.HANDLER, Role.APPROVER)]
    cast = states.Cast(*people, timezone.now())
    draft = states.draft(unit, cast, [factories.make_product(), factories.make_product()])
    before, after = {
        "close": (GroupOrder.Status.OPEN, GroupOrder.Status.CLOSED),
        "place": (GroupOrder.Status.APPROVED, GroupOrder.Status.PLACED),
    }[step]
    group_order = states.bring(draft, before, cast)
    address = serve_doomed(f"procurement.collection.group_orders:{step}", when)
    handler = Browser(address, cast.handler)
    path = reverse(f"unit:group_order_{step}", args=[unit.code, group_order.number])

    answer = ask_until_answered(site, address, lambda: handler.submit(path))

    group_order.refresh_from_db()
    assert answer.status_code == 200 and group_order.status == after
    assert GroupOrderMove.objects.filter(group_order=group_order, new=after).count() == 1
    assert PurchaseOrder.objects.count() == (2 if step == "place" else 0)
    assert_sound()
