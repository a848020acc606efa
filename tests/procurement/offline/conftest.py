"""One purchase as somebody would say it, and its proof."""

from datetime import date
from decimal import Decimal

import pytest

from procurement.models import FundSource, OfflineChannel
from procurement.offline import attachments, registrations
from procurement.offline.facts import Goods, Purchase
from procurement.proofs import files
from tests import factories
from tests.procurement.offline import workbooks


@pytest.fixture
def say(unit, oranges, supplier):
    """Return a function that gives the facts of a purchase, with changes to its head and its one line."""

    def facts(*, goods=None, **head):
        region = factories.RegionFactory()
        line = {
            "product_name": oranges.title,
            "product": oranges,
            "supplier": supplier,
            "supplier_name": supplier.name,
            "region": region,
            "county": region,
            "quantity": Decimal(3),
            "measure_unit": "箱",
            "untaxed_amount": Decimal("159.63"),
            "tax_amount": Decimal("14.37"),
            "amount": Decimal("174.00"),
        }
        said = {
            "unit": unit,
            "fund_source": FundSource.UNION,
            "channel": OfflineChannel.FAIR,
            "purchased_on": date(2026, 10, 18),
            "kind": "INVOICE",
            "number": workbooks.NUMBER,
            "seller_name": "秭归测试供应商",
            "issued_on": date(2026, 10, 19),
        }
        return Purchase(goods=[Goods(**{**line, **(goods or {})})], **{**said, **head})

    return facts


@pytest.fixture
def register(say, handler, now):
    """Return a function that registers a purchase, with its picture or with other files."""

    def act(*, attached=None, **changes):
        purchase = registrations.register(facts=say(**changes), by=handler, at=now)
        attached = [("票.jpg", workbooks.picture())] if attached is None else attached
        checked = [files.check(title, data) for title, data in attached]
        if checked:
            attachments.attach(purchase=purchase, checked=checked, by=handler, at=now)
        return purchase

    return act


@pytest.fixture
def submitted(register, handler, now):
    return registrations.submit(purchase=register(), by=handler, at=now)
