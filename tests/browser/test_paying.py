"""A shopper pays on a phone on a stand-in of Stripe's page, and reads 已付款 only once Stripe has said so."""

import urllib.request

from .steps import is_told

ADDRESS = {
    "收货人": "王小明",
    "手机号": "13812345678",
    "城市": "盐城市",
    "区县": "建湖县",
    "街道、门牌号": "人民路 18 号",
}


def tell(site, kind, about):
    """Send a signed message to the site, as Stripe does."""
    body, headers = site.stripe.event(kind, about)
    request = urllib.request.Request(f"{site.url}/payments/stripe/webhook/", body.encode(), headers)  # noqa: S310
    assert urllib.request.urlopen(request, timeout=10).status == 200  # noqa: S310


def test_a_shopper_pays_and_reads_so_only_after_stripe_said_it(site, visit, shoot):
    phone = visit("phone")
    phone.goto("/catalogue/")
    phone.locator(".product-card a").first.click()
    with phone.expect_navigation():
        phone.get_by_role("button", name="加入购物车").first.click()
    phone.goto("/checkout/")
    for label, value in ADDRESS.items():
        phone.get_by_label(label, exact=False).first.fill(value)
    phone.get_by_label("省份").select_option("江苏省")
    shoot(phone, "pay-1-checkout")
    phone.get_by_role("button", name="提交订单").click()

    is_told(phone, "测试支付")
    phone.get_by_role("button", name="支付").click()
    is_told(phone, "正在确认付款")
    assert not phone.get_by_text("已付款", exact=True).count()
    shoot(phone, "pay-2-waiting")

    *_, session = site.stripe.sessions.values()
    tell(site, "checkout.session.completed", session)
    is_told(phone, "供应商马上安排发货")
    shoot(phone, "pay-3-paid")
    phone.get_by_role("link", name="查看订单").click()
    is_told(phone, "已付款，等供应商发货")
    shoot(phone, "pay-4-order")
