"""A shopper on a phone: from the campaign page to goods of two suppliers, their freight, the payment and a review."""

import re

from . import steps
from .steps import is_told
from .test_paying import tell

PASTED = "收货人：王小明 电话：138-1234-5678 收货地址：江苏盐城建湖县近湖街道人民路 18 号"
# The first charges freight by weight, the second sends free of charge.
CHARGING, FREE = "TC01", "ZG01"


def product_of(site, supplier):
    code = (
        "from shop.produce import products; rows = [[p.title, p.get_absolute_url()] for p in "
        "products.on_sale().filter(stockrecords__partner__code=ARGUMENT, dossier__min_order_quantity=1)][:1]"
    )
    return site.rows(code, supplier)[0]


def put_into_basket(phone, address):
    phone.goto(address)
    with phone.expect_navigation():
        phone.get_by_role("button", name="加入购物车").first.click()


def ship(site, visit, number):
    desk = steps.log_in(visit(), steps.SUPPLIER)
    desk.goto(f"/supplier/{CHARGING}/orders/{number}/")
    desk.get_by_label("承运").first.fill("顺丰")
    desk.get_by_label("运单号").first.fill("SF1234567890")
    desk.get_by_role("button", name=re.compile("发货")).first.click()
    is_told(desk, "SF1234567890")


def test_a_phone_from_the_campaign_page_to_a_review(site, visit, shoot):
    phone = visit("phone")
    (title, address), (_, other) = product_of(site, CHARGING), product_of(site, FREE)
    phone.goto("/")
    phone.goto(f"/search/?q={title.split(' ')[0]}")
    phone.locator(".product-card a").filter(has_text=re.compile(".")).first.wait_for()
    phone.goto(address)
    is_told(phone, "运费到")
    phone.locator(".sending__other summary").click()
    phone.get_by_label("运费到").select_option("西藏")
    phone.get_by_role("button", name="看运费").click()
    is_told(phone, "供应商不往这里发货")
    shoot(phone, "shop-1-product")
    put_into_basket(phone, address)
    put_into_basket(phone, other)
    phone.goto("/basket/")
    assert phone.locator(".parcel").count() == 2
    shoot(phone, "shop-2-basket")

    phone.goto("/checkout/")
    phone.get_by_text("粘贴整段地址，自动填好").click()
    phone.get_by_label("整段地址").fill(PASTED)
    phone.get_by_role("button", name="识别并填写").click()
    is_told(phone, "已填好，请核对")
    assert phone.get_by_label("收货人", exact=False).first.input_value() == "王小明"
    shoot(phone, "shop-3-checkout")
    phone.get_by_role("button", name="提交订单").click()
    is_told(phone, "测试支付")
    phone.get_by_role("button", name="支付").click()
    *_, session = site.stripe.sessions.values()
    tell(site, "checkout.session.completed", session)
    is_told(phone, "供应商马上安排发货")

    rows = "from procurement.models import PurchaseOrder; rows = list(PurchaseOrder.objects.filter("
    rows += "supplier__code=ARGUMENT, unit=None).order_by('-pk').values_list('order__number', 'access_token')[:1])"
    number, key = site.rows(rows, CHARGING)[0]
    ship(site, visit, number)
    phone.goto("/orders/find/")
    phone.get_by_label("订单号").fill(number)
    phone.get_by_label("下单时的手机号").fill("13812345678")
    phone.get_by_role("button", name=re.compile("查")).last.click()
    is_told(phone, "SF1234567890")
    shoot(phone, "shop-4-track")
    phone.get_by_role("button", name="全部收到，没有破损").click()
    is_told(phone, "已确认收货")
    phone.get_by_role("link", name=re.compile("^评价")).first.click()
    phone.get_by_label("5 星 很好").check()
    phone.get_by_label("说说这件商品").fill("又甜又脆，家里人都喜欢。")
    shoot(phone, "shop-5-review")
    phone.get_by_role("button", name="提交评价").click()
    is_told(phone, "谢谢您的评价")
    phone.goto(address)
    is_told(phone, "又甜又脆")
    shoot(phone, "shop-6-product")
    phone.goto(f"/orders/{number}/invoice/?key={key}")
    shoot(phone, "shop-7-invoice")
    desk = steps.log_in(visit("phone"), steps.SUPPLIER)
    desk.goto(f"/supplier/{CHARGING}/freight/")
    shoot(desk, "shop-8-freight")
    desk.goto(f"/supplier/{CHARGING}/reviews/")
    shoot(desk, "shop-9-reviews")
