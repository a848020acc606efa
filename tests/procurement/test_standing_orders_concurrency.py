"""Two schedulers at the same instant, on PostgreSQL with real threads."""

import pytest

from procurement.collection import standing_orders
from procurement.models import GroupOrder, Role, StandingDraft
from shop.inbox.models import Message
from tests import factories

from . import states
from .test_pledge_concurrency import at_once, only_on_postgresql  # noqa: F401
from .test_standing_orders import on
from .test_stock_concurrency import rows_of_migrations  # noqa: F401

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_they_make_each_draft_once(transactional_db):
    unit = factories.UnitFactory()
    handler = factories.join_unit(unit, Role.HANDLER)
    source = states.draft(unit, states.Cast(handler, None, on(11, 10)), [factories.make_product()])
    for number in range(3):
        facts = {"source": source, "title": f"食堂{number}", "day": 5, "collect_days": 3, "handler": handler}
        standing_orders.create(unit=unit, at=on(11, 12), **facts)

    at_once([lambda: standing_orders.make_due(at=on(12, 5))] * 4)

    assert StandingDraft.objects.count() == GroupOrder.objects.filter(copied_from=source).count() == 3
    assert Message.objects.filter(kind="STANDING").count() == 3
