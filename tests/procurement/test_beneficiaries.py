"""Households stand beside sales with their source, and are never multiplied or added up."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from procurement.figures import households
from procurement.models import Beneficiaries, Stage
from tests import factories
from tests.procurement.histories import complete, make_plan


def state(supplier, by, at, **changes):
    facts = {
        "households": 120,
        "as_of": date(2026, 6, 30),
        "source": "秭农〔2026〕12号",
        "confirmed_by": "秭归县农业农村局",
    }
    return households.state(supplier=supplier, by=by, at=at, **{**facts, **changes})


@pytest.fixture
def county(client, office):
    client.force_login(office)
    return client


def form(supplier, **changes):
    facts = {"households": 120, "as_of": "2026-06-30", "source": "秭农〔2026〕12号", "confirmed_by": "秭归县农业农村局"}
    return {"supplier": supplier.pk, **facts, **changes}


def test_the_newest_statement_stands_beside_sales(supplier, oranges, unit, shopper, office, now):
    plan = make_plan(counting_stage=Stage.ORDERED)
    complete(oranges, 10, by=shopper, at=now, unit=unit)
    state(supplier, office, now)
    state(supplier, office, now, households=90, as_of=date(2026, 9, 30))
    state(supplier, office, now, households=40, product=oranges)

    rows = households.rows(plan)

    assert [(row.statement.households, row.statement.product, row.sales) for row in rows] == [
        (90, None, 580),
        (40, oranges, 580),
    ]
    assert Beneficiaries.objects.count() == 3


def test_the_office_states_with_source_day_and_county_body(county, supplier, oranges):
    sku = oranges.stockrecords.get().partner_sku
    page = county.post(reverse("office:beneficiaries"), form(supplier, sku=sku), follow=True).content.decode()

    assert Beneficiaries.objects.get().product == oranges
    assert "秭归县农业农村局" in page and "秭农〔2026〕12号" in page and "120" in page and "不相乘" in page


@pytest.mark.parametrize(
    "changes",
    [
        {"households": "-1"},
        {"households": "很多"},
        {"source": ""},
        {"confirmed_by": ""},
        {"as_of": "2099-01-01"},
        {"sku": "X"},
    ],
)
def test_a_statement_that_lacks_something_is_refused(county, supplier, changes):
    assert county.post(reverse("office:beneficiaries"), form(supplier, **changes)).status_code == 400
    assert not Beneficiaries.objects.exists()


def test_a_supplier_reads_its_own_only(client, supplier, seller, rival, office, now):
    state(supplier, office, now)
    page = reverse("supplier:beneficiaries", args=[supplier.code])

    client.force_login(rival)
    assert client.get(page).status_code == 404
    assert client.get(reverse("office:beneficiaries")).status_code == 404
    assert client.post(reverse("office:beneficiaries"), form(supplier)).status_code == 404
    own = rival.partners.get()
    assert "秭农" not in client.get(reverse("supplier:beneficiaries", args=[own.code])).content.decode()
    client.force_login(seller)
    assert "秭农〔2026〕12号" in client.get(page).content.decode()
    assert client.post(page).status_code == 405


def test_a_product_of_somebody_else_is_refused(supplier, office, now):
    with pytest.raises(households.Refused, match="不是该供应商"):
        state(supplier, office, now, product=factories.make_product())


def test_a_page_costs_the_same_for_few_and_many(county, supplier, office, now):
    make_plan()

    def queries():
        with CaptureQueriesContext(connection) as found:
            assert county.get(reverse("office:beneficiaries")).status_code == 200
        return len(found)

    state(supplier, office, now)
    queries()
    few = queries()
    for day in range(8):
        state(factories.SupplierFactory(), office, now, as_of=date(2026, 6, 30) - timedelta(days=day))

    assert queries() == few
