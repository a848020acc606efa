"""Money in whole journeys: a transfer for three orders, a wrong title, a damaged box on both rails."""

from datetime import date

from PIL import Image

from . import steps
from .steps import is_told, log_in
from .test_paying import ADDRESS, tell

PLACE = """
import json
from procurement.delivery import purchase_orders
from procurement.models import Unit
from django.utils import timezone
from datetime import timedelta
from oscar.core.loading import get_model
unit = Unit.objects.get(code="JG001")
by = unit.memberships.filter(role="HANDLER").first().user
record = get_model("partner", "StockRecord").objects.filter(partner__code="TC01", product__is_public=True).first()
record.num_in_stock = 1000
record.save()
address = purchase_orders.Address(name="收货人", mobile="13800001234", street="人民路 1 号")
for number in NUMBERS:
    purchase_orders.place(
        number=number, wanted=[purchase_orders.Wanted(record, 4, record.price)], address=address, channel="GROUP",
        fund_source="UNION", by=by, at=timezone.now() - timedelta(days=1), unit=unit,
    )
"""
DAMAGE = """
from procurement.delivery import purchase_orders
from procurement.models import PurchaseOrder
from django.utils import timezone
order = PurchaseOrder.objects.get(order__number=NUMBER)
facts = {"purchase_order": order, "by": None, "at": timezone.now()}
purchase_orders.ship(carrier="顺丰", waybill="SF1", **facts)
line = order.order.lines.first()
purchase_orders.accept(refused={line.pk: (0, 1)}, note="外箱压坏", **facts)
"""


def run(site, code, **names):
    """Run code on the site, with some names set."""
    head = "\n".join(f"{name} = {value!r}" for name, value in names.items())
    done = site.run("shell", "-v0", "-c", f"{head}\n{code}")
    assert done.returncode == 0, done.stderr


def bank_csv(tmp_path, amount, note):
    """Write a statement of one line as banks export it, in GBK."""
    path = tmp_path / "账户明细.csv"
    text = f"交易时间,对方户名,收入,支出,摘要,流水号\r\n{date.today()},县委办,{amount},,{note},B100\r\n"
    path.write_bytes(text.encode("gb18030"))
    return path


def slip(tmp_path):
    path = tmp_path / "回单.png"
    Image.new("RGB", (80, 60), "white").save(path)
    return path


def test_three_orders_are_paid_with_one_transfer_and_invoiced(site, visit, shoot, tmp_path):
    run(site, PLACE, NUMBERS=["M1", "M2", "M3"])
    unit = log_in(visit(), steps.HANDLER)
    unit.goto(f"/unit/{steps.UNIT_CODE}/payments/")
    shoot(unit, "money-1-payables")
    unit.get_by_role("button", name="勾选的合成一笔汇款").click()
    is_told(unit, "附言只写汇款码")
    values = unit.locator("[data-copy-text]").all_inner_texts()
    amount, reference = values[-2], values[-1]
    unit.get_by_label("银行回单").set_input_files(slip(tmp_path))
    unit.get_by_role("button", name="上传回单").click()
    is_told(unit, "回单已上传")
    shoot(unit, "money-2-remittance")

    supplier = log_in(visit(), steps.SUPPLIER)
    supplier.goto(f"/supplier/{steps.SUPPLIER_CODE}/payments/statements/")
    supplier.get_by_label("银行流水文件").set_input_files(bank_csv(tmp_path, amount, f"货款{reference}"))
    supplier.get_by_role("button", name="上传", exact=True).click()
    is_told(supplier, "读了 1 行，新增 1 行")
    supplier.get_by_role("link", name="去处理待入账的流水").click()
    is_told(supplier, "附言写明")
    shoot(supplier, "money-3-queue")
    supplier.get_by_role("button", name="勾选的入账").click()
    is_told(supplier, "已入账 1 笔")

    unit.reload()
    is_told(unit, "这张汇款单里的订单都已付清")
    unit.goto(f"/unit/{steps.UNIT_CODE}/purchase-orders/M1-01/")
    is_told(unit, "款项已结清")
    invoice(supplier, unit, shoot)


def invoice(supplier, unit, shoot):
    """Refuse an invoice with a wrong title, take the right one, let the unit accept it."""
    supplier.goto(f"/supplier/{steps.SUPPLIER_CODE}/orders/M1-01/")
    supplier.get_by_role("link", name="登记发票").click()
    left = supplier.locator(".payables__one", has_text="M1-01").locator(".payables__amount").inner_text()
    total = left.removeprefix("未开 ").removesuffix(" 元").replace(",", "")
    supplier.get_by_label("发票号码").fill("26322000000100000001")
    supplier.get_by_label("价税合计").fill(total)
    supplier.get_by_label("税额").fill("1.00")
    title = supplier.get_by_label("购买方名称")
    right = title.input_value()
    title.fill("别的单位")
    supplier.get_by_role("button", name="登记发票").click()
    is_told(supplier, "发票的购买方是“别的单位”")
    shoot(supplier, "money-4-wrong-title")
    supplier.get_by_label("购买方名称").fill(right)
    supplier.get_by_role("button", name="登记发票").click()
    is_told(supplier, "已登记，买方可以看到")

    unit.goto(f"/unit/{steps.UNIT_CODE}/invoices/")
    unit.get_by_role("link", name="26322000000100000001").click()
    unit.get_by_role("button", name="接收发票").click()
    is_told(unit, "已接收发票")
    shoot(unit, "money-5-invoice")


def test_a_damaged_box_is_refunded_by_bank_transfer(site, visit, shoot):
    run(site, PLACE, NUMBERS=["D1"])
    supplier = log_in(visit(), steps.SUPPLIER)
    page = f"/supplier/{steps.SUPPLIER_CODE}/orders/D1-01/"
    supplier.goto(page)
    supplier.locator("#payment_reference").fill("B200")
    supplier.get_by_role("button", name="登记到账").click()
    is_told(supplier, "收款已登记")
    run(site, DAMAGE, NUMBER="D1-01")

    supplier.goto(page)
    supplier.locator("#refund_reason").fill("一箱压坏")
    supplier.locator("#refund_reference").fill("R200")
    supplier.get_by_role("button", name="登记退款").click()

    is_told(supplier, "款项已结清")
    shoot(supplier, "money-6-refunded-by-bank")


def test_a_damaged_box_is_refunded_the_way_it_was_paid(site, visit, shoot):
    phone = visit("phone")
    phone.goto("/catalogue/")
    phone.locator(".product-card a").first.click()
    for _ in range(2):
        with phone.expect_navigation():
            phone.get_by_role("button", name="加入购物车").first.click()
        phone.go_back()
    phone.goto("/checkout/")
    for label, value in ADDRESS.items():
        phone.get_by_label(label, exact=False).first.fill(value)
    phone.get_by_label("省份").select_option("江苏省")
    phone.get_by_role("button", name="提交订单").click()
    phone.get_by_role("button", name="支付").click()
    is_told(phone, "正在确认付款")
    paid = [one for one in site.stripe.sessions.values() if one["payment_status"] == "paid"]
    session = paid[-1]
    tell(site, "checkout.session.completed", session)
    is_told(phone, "供应商马上安排发货")
    number = phone.locator(".done-order__number").first.inner_text()
    run(site, DAMAGE, NUMBER=number)
    seller = site.rows(
        "from procurement.models import PurchaseOrder; o = PurchaseOrder.objects.get(order__number=ARGUMENT);"
        " rows = [o.supplier.code, o.supplier.users.first().mobile]",
        number,
    )

    supplier = log_in(visit(), seller[1])
    supplier.goto(f"/supplier/{seller[0]}/orders/{number}/")
    supplier.locator("#online_reason").fill("一箱压坏")
    supplier.get_by_role("button", name="确认退款").click()
    is_told(supplier, "已向支付渠道申请退款")
    for _ in range(20):
        if not supplier.get_by_text("正在原路退回").count():
            break
        supplier.wait_for_timeout(300)
        supplier.reload()

    is_told(supplier, "款项已结清")
    shoot(supplier, "money-7-refunded-online")
