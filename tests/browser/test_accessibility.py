"""Every kind of page holds to WCAG 2.2 AA, by light, in the dark and in 长者模式, and can be walked by keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from . import steps

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
PUBLIC = ["/", "/regions/zigui/", "/catalogue/", "/search/?words=橙子", "/search/?words=火星石", "/basket/"]
PUBLIC += ["/help/", "/help/unit/", "/user/login/", "/stories/", "/notices/", "/apply/unit/", "/nowhere/"]
DESKS = {
    steps.OFFICE: "/office/statistics/",
    steps.HANDLER: f"/unit/{steps.UNIT_CODE}/",
    steps.SUPPLIER: f"/supplier/{steps.SUPPLIER_CODE}/products/",
}
MODES = ["light", "dark", "elder"]


def breaches(page, address):
    """Return what breaks a rule on a page: the rule and the first elements."""
    page.goto(address)
    assert page.locator("main").count() == 1
    found = Axe().run(page, options=RULES).response["violations"]
    return [(address, one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found]


@pytest.fixture
def look(visit):
    """Return a function that opens a person's page the way a mode shows it."""

    def open_in(mode, size="desktop"):
        page = visit(size)
        page.emulate_media(color_scheme="dark" if mode == "dark" else "light")
        if mode == "elder":
            page.goto("/help/")
            page.get_by_role("link", name="长者模式").click()
            page.get_by_role("link", name="标准模式").wait_for()
        return page

    return open_in


def buy_something(page):
    """Put the first product into the basket; return its page's address."""
    page.goto("/catalogue/")
    page.locator(".product-card__title a").first.click()
    product = page.url
    page.locator(".buy__go").first.click()
    page.wait_for_load_state()
    return product


@pytest.mark.parametrize("mode", MODES)
def test_public_pages_break_no_rule(look, mode):
    page = look(mode, "phone" if mode == "elder" else "desktop")
    product = buy_something(page)

    assert [breach for address in [*PUBLIC, product, "/checkout/"] for breach in breaches(page, address)] == []


@pytest.mark.parametrize("mode", MODES)
def test_desks_break_no_rule(look, mode):
    found = []
    for person, address in DESKS.items():
        found += breaches(steps.log_in(look(mode), person), address)

    assert found == []


def test_the_mode_makes_letters_larger_without_a_script(chromium, site):
    context = chromium.new_context(base_url=site.url, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto("/catalogue/?region=zigui")

    page.get_by_role("link", name="长者模式").click()

    assert page.url.endswith("/catalogue/?region=zigui")
    size = page.locator(".product-card__note").first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    target = page.get_by_role("link", name="标准模式").bounding_box()
    context.close()
    assert size >= 18 and target["height"] >= 56


def focused(page, what):
    return page.evaluate(f"document.activeElement.{what}")


def test_a_page_can_be_walked_by_keyboard(visit):
    page = visit()
    page.goto("/catalogue/")

    page.keyboard.press("Tab")
    assert focused(page, "className") == "skip-link"
    assert page.locator(".skip-link").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_suggestions_are_reached_by_arrows(visit):
    page = visit()
    page.goto("/")
    page.get_by_label("搜索商品").press_sequentially("脐橙")
    page.locator("[data-suggestions] a").first.wait_for()

    page.keyboard.press("ArrowDown")
    assert focused(page, "className").startswith("suggestion")
    page.keyboard.press("Escape")
    assert focused(page, "type") == "search" and page.locator("[data-suggestions]").is_hidden()
