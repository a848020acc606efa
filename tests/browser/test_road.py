"""The whole road as people walk it: a supplier's workbook at one end, the county's figure at the other."""

import json
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from catalogue_import import template

from . import steps

TITLE = "山里红苹果 5kg/箱"
OTHER_TITLE = "秭归长虹脐橙 5kg/箱"
TIER_PRICE = Decimal("54.50")
# Packs at any price, and in all once apples cost the tier price: it is reached only because 李四 then takes more.
PLEDGES = {"张三": (12, ""), "李四": (7, "10")}
SHORT = 1
TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()


@pytest.fixture
def workbook(tmp_path):
    """A supplier's file: two good products, one of them with a picture in its cell, and a row with three mistakes."""
    picture = BytesIO()
    Image.new("RGB", (600, 600), "#c8452f").save(picture, "JPEG")
    common = {"category": "水果 > 苹果", "county": "印台区", "spec": "5kg/箱", "unit": "箱", "stock": 100}
    rows = [
        common | {"code": "NEW-1", "title": TITLE, "price": 58, "tiers": "20:54.50", "net_weight_g": "5kg"},
        common | {"code": "NEW-2", "title": "山里红苹果 2.5kg/箱", "price": 32},
        common | {"code": "NEW-3", "title": "填错的苹果", "category": "手机", "price": "面议", "stock": -1},
    ]
    path = tmp_path / "我的目录.xlsx"
    template.write(path, rows, {"NEW-1": [picture.getvalue()]})
    return path


def test_the_road_from_a_workbook_to_the_countys_figure(site, visit, shoot, workbook):
    before = figure_of_the_unit(site)

    publish_the_workbook(visit(), shoot, workbook)
    approve_the_listing(steps.log_in(visit(), steps.OFFICE), shoot)
    find_it_in_the_shop(visit(), shoot)
    handler = steps.log_in(visit(), steps.HANDLER)
    link = open_a_group_order(handler, shoot)
    for number, (name, packs) in enumerate(PLEDGES.items()):
        pledge_on_a_phone(visit("phone"), shoot, link, name, f"1390000000{number}", *packs)
    close_and_submit(handler, shoot)
    approve_after_sending_back(steps.log_in(visit(), steps.APPROVER), handler, shoot)
    numbers = place(handler, shoot)
    due = sum(deliver(site, visit, shoot, number) for number in numbers)

    assert len(numbers) == 2
    assert figure_of_the_unit(site) - before == due
    open_the_figure(steps.log_in(visit(), steps.OFFICE), shoot, before + due)
    assert site.run("verify_ledger").returncode == 0


def publish_the_workbook(page, shoot, workbook):
    steps.log_in(page, steps.SUPPLIER)
    page.goto(f"/supplier/{steps.SUPPLIER_CODE}/imports/")
    page.locator("input[type=file]").set_input_files(workbook)
    shoot(page, "road-01-upload")
    page.get_by_role("button", name="上传并检查").click()
    page.get_by_label("有问题的 1 行不导入").wait_for()
    for sentence in ("没有“手机”这个分类", "请填数字", "请填不小于 0 的整数"):
        steps.is_told(page, sentence)
    shoot(page, "road-02-review")
    page.get_by_label("有问题的 1 行不导入").check()
    page.get_by_role("button", name="确认导入 2 行").click()
    steps.is_told(page, "导入完成：新增 2 种")
    shoot(page, "road-03-imported")


def approve_the_listing(page, shoot):
    page.goto("/office/listings/")
    page.get_by_text(TITLE).first.wait_for()
    shoot(page, "road-03a-listings")
    page.get_by_role("button", name="本页全部通过").click()
    steps.is_told(page, "已通过 2 项")


def find_it_in_the_shop(page, shoot):
    page.goto("/")
    shoot(page, "road-04-home")
    page.get_by_role("searchbox", name="搜索商品").first.fill("山里红")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    found = page.get_by_role("link", name="山里红苹果").first
    # The index follows in the background, a moment after the approval.
    for _ in range(20):
        if found.is_visible():
            break
        page.wait_for_timeout(500)
        page.reload()
    found.wait_for()
    shoot(page, "road-05-search")
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("heading", name=TITLE).wait_for()
    steps.is_told(page, "54.50")
    shoot(page, "road-06-product")


def open_a_group_order(page, shoot):
    page.goto(f"/unit/{steps.UNIT_CODE}/group-orders/new/")
    page.get_by_label("标题").fill("春节慰问苹果和脐橙")
    page.get_by_label("截止时间").fill(f"{TODAY + timedelta(days=5)}T18:00")
    shoot(page, "road-07-group-order-new")
    page.get_by_role("button", name="下一步：选商品").click()
    for title in (TITLE, OTHER_TITLE):
        page.get_by_label("名称或供应商").fill(title[:7])
        page.get_by_role("button", name="筛选").click()
        page.locator(".offers").get_by_role("button", name=title).click()
        page.locator(".picker__chosen", has_text=title).wait_for()
    shoot(page, "road-08-picker")
    page.get_by_role("link", name="选好了，下一步").click()
    steps.take_step(page, "开放征集")
    link = page.get_by_label("参加链接").input_value()
    shoot(page, "road-09-group-order-open")
    return link


def pledge_on_a_phone(page, shoot, link, name, mobile, packs, packs_if_cheap):
    page.goto(link)
    for title in (TITLE, OTHER_TITLE):
        page.get_by_label(f"我要{title}").fill(str(packs))
    page.get_by_text(f"价格降了多要一些：{TITLE}").click()
    page.get_by_label(f"降到 {TIER_PRICE} 元，{TITLE}一共要").fill(packs_if_cheap)
    page.get_by_label("姓名").fill(name)
    page.get_by_label("手机号").fill(mobile)
    shoot(page, "road-10-join")
    page.get_by_role("button", name="提交认购").click()
    steps.is_told(page, "认购已登记")
    shoot(page, "road-11-joined")


def close_and_submit(page, shoot):
    page.reload()
    steps.take_step(page, "提前截止")
    page.get_by_text("54.50").first.wait_for()
    shoot(page, "road-12-closed")
    steps.take_step(page, "提交审批")


def approve_after_sending_back(page, handler, shoot):
    page.goto(handler.url)
    shoot(page, "road-13-to-approve")
    steps.take_step(page, "退回", 原因="请写明发给哪些人")
    handler.reload()
    steps.is_told(handler, "请写明发给哪些人")
    shoot(handler, "road-14-sent-back")
    steps.take_step(handler, "提交审批")
    page.reload()
    steps.take_step(page, "批准")
    shoot(page, "road-15-approved")


def place(page, shoot):
    page.reload()
    steps.take_step(page, "下单")
    links = page.locator("a[href*='/purchase-orders/J']")
    links.first.wait_for()
    shoot(page, "road-16-placed")
    return sorted({link.get_attribute("href").rstrip("/").rpartition("/")[2] for link in links.all()})


def deliver(site, visit, shoot, number):
    """Ship, sign for the goods with one pack short, pay; return what the unit paid."""
    supplier = site.rows(
        "from procurement.models import PurchaseOrder as P; order = P.objects.get(order__number=ARGUMENT);"
        "rows = [order.supplier.code, order.supplier.users.first().mobile]",
        number,
    )
    seller = steps.log_in(visit(), supplier[1])
    seller.goto(f"/supplier/{supplier[0]}/orders/{number}/")
    seller.get_by_label("承运公司").fill("顺丰")
    seller.get_by_label("运单号").fill("SF1234567890")
    shoot(seller, "road-17-to-ship")
    seller.get_by_role("button", name="登记发货").click()
    steps.is_told(seller, "已登记发货")

    acceptor = steps.log_in(visit("phone"), steps.ACCEPTOR)
    acceptor.goto(f"/unit/{steps.UNIT_CODE}/purchase-orders/{number}/accept/")
    acceptor.get_by_label("短少").first.fill(str(SHORT))
    shoot(acceptor, "road-18-accept")
    acceptor.get_by_role("button", name="确认验收并签字").click()
    steps.is_told(acceptor, "已验收签字")
    shoot(acceptor, "road-19-accepted")

    seller.reload()
    amount = seller.get_by_label("到账金额").input_value()
    seller.get_by_label("银行流水号").fill(f"2026{number}")
    seller.get_by_role("button", name="登记到账").click()
    steps.is_told(seller, "收款已登记")
    shoot(seller, "road-20-paid")
    return Decimal(amount)


def figure_of_the_unit(site):
    answer = site.run("statistics", "--plan", str(TODAY.year), "--format", "json")
    assert answer.returncode == 0, answer.stderr
    units = {unit["code"]: Decimal(unit["amount"]) for unit in json.loads(answer.stdout)["units"]}
    return units.get(steps.UNIT_CODE, Decimal(0))


def open_the_figure(page, shoot, amount):
    """Follow the unit's figure on the statistics page to its entries, and one of them to its proof."""
    page.goto("/office/statistics/")
    shoot(page, "road-21-statistics")
    row = page.get_by_role("row").filter(has_text=steps.UNIT_NAME).first
    row.get_by_role("link", name=f"{amount:,.2f}").first.click()
    steps.is_told(page, f"{amount:,.2f}")
    shoot(page, "road-22-ledger")
    page.get_by_role("table").locator("a[href*='/office/ledger/']").first.click()
    for proof in (f"短少 {SHORT}", "流水号 2026JH", "内容与摘要相符"):
        steps.is_told(page, proof)
    shoot(page, "road-23-entry")
