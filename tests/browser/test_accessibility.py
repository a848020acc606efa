"""What axe finds wrong with a page: nothing, in daylight, in the dark and in the elders' larger type."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from . import steps
from .conftest import SIZES

# Pages that anybody opens, and the first page of each desk.
PUBLIC = ["/", "/catalogue/", "/search/?words=脐橙", "/basket/", "/stories/", "/notices/", "/help/", "/user/login/"]
DESKS = {
    steps.OFFICE: ["/office/", "/office/statistics/", "/office/suppliers/"],
    steps.SUPPLIER: [f"/supplier/{steps.SUPPLIER_CODE}/", f"/supplier/{steps.SUPPLIER_CODE}/imports/"],
    steps.HANDLER: [f"/unit/{steps.UNIT_CODE}/", f"/unit/{steps.UNIT_CODE}/group-orders/"],
}
LOOKS = ["day", "dark", "elder"]


@pytest.fixture
def violations(visit):
    """Return a function that opens addresses in a look and tells what is wrong, one line each."""

    def tell(page, addresses):
        found = []
        for address in addresses:
            answer = page.goto(address)
            assert answer.status == 200, address
            found += [
                f"{address}: {each['id']}: {each['nodes'][0]['html'][:160]}"
                for each in Axe().run(page).response["violations"]
            ]
        return found

    return tell


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("size", SIZES)
def test_nothing_stands_in_anybodys_way_in_the_shop(visit, site, violations, look, size):
    page = visit(size)
    if look == "dark":
        page.emulate_media(color_scheme="dark")
    if look == "elder":
        page.goto("/elder/on/")
    product = site.rows(
        "from oscar.core.loading import get_model; "
        "rows = [get_model('catalogue', 'Product').objects.browsable().first().get_absolute_url()]"
    )[0]

    assert violations(page, [*PUBLIC, product]) == []


@pytest.mark.parametrize("look", LOOKS[:2])
@pytest.mark.parametrize("mobile", DESKS)
def test_nothing_stands_in_the_way_at_a_desk(visit, violations, look, mobile):
    page = steps.log_in(visit(), mobile)
    page.emulate_media(color_scheme="dark" if look == "dark" else "light")

    assert violations(page, DESKS[mobile]) == []
