"""The county office's months: pledge, offline workbook, closing, a refund afterwards, and what the bulletins say."""

import json
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from docx import Document
from PIL import Image

from tests.procurement.offline import workbooks

from . import steps

TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()
LAST_DAY = TODAY.replace(day=1) - timedelta(days=1)
BEFORE, NOW = f"{LAST_DAY:%Y-%m}", f"{TODAY:%Y-%m}"
BOUGHT, TAKEN_BACK = 10, 2
FIRST, SECOND = "26322000000900000001", "26322000000900000002"
FIRST_AMOUNT, SECOND_AMOUNT = Decimal("174.00"), Decimal("286.35")
OTHER_UNIT = "JG002"
# An order of last month, shipped, signed for and paid: pages write today's date, so it is played.
ORDER = """
from datetime import datetime; from zoneinfo import ZoneInfo
from procurement.models import Unit; from shop.partner.models import StockRecord
from tests.procurement.histories import buy, pay, receive
unit = Unit.objects.get(code="JG001"); by = unit.memberships.first().user
at = datetime.fromisoformat(ARGUMENT).replace(hour=10, tzinfo=ZoneInfo("Asia/Shanghai"))
record = StockRecord.objects.filter(partner__code="TC01", product__is_public=True, num_in_stock__gt=20).first()
order = buy(record.product, 10, by=by, at=at, unit=unit)
receive(order, by=by, at=at); pay(order, by=by, at=at)
rows = [order.number, str(record.price), record.product.title, record.product.dossier.county.name]
""".strip().replace("\n", "; ")
NUMBER_OF = "from procurement.models import OfflinePurchase as P; rows = P.objects.get(proof__number=ARGUMENT).number"

FIGURES = """
from io import StringIO; from django.core.management import call_command as call
outs = {month: StringIO() for month in json.loads(ARGUMENT)}
done = [call("statistics", plan=m[:4], first_month=m, last_month=m, stdout=out) for m, out in outs.items()]
rows = {month: json.loads(out.getvalue())["total"] for month, out in outs.items()}
""".strip().replace("\n", "; ")


@pytest.fixture
def picture(tmp_path):
    """Return a function that makes a photograph of a receipt."""

    def make(name, colour):
        content = BytesIO()
        Image.new("RGB", (800, 500), colour).save(content, "JPEG")
        path = tmp_path / name
        path.write_bytes(content.getvalue())
        return path

    return make


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a workbook of offline purchases made last month."""

    def make(name, *rows):
        days = {"purchased_on": LAST_DAY.isoformat(), "issued_on": LAST_DAY.isoformat()}
        path = tmp_path / name
        path.write_bytes(workbooks.workbook(*[workbooks.row(**days, **row) for row in rows]))
        return path

    return make


def test_two_months_of_the_office_are_right_to_the_fen(site, visit, shoot, write, picture):
    before = figures(site)
    number, price, title, county = site.rows(ORDER, LAST_DAY.isoformat())
    handler, office = steps.log_in(visit(), steps.HANDLER), steps.log_in(visit(), steps.OFFICE)

    pledge(handler, shoot)
    known = {"unit": steps.UNIT_NAME, "number": FIRST, "product": title, "origin": county, "files": "发票一.jpg"}
    import_of_the_unit(handler, write("单位.xlsx", known), picture("发票一.jpg", "#88aa99"), shoot)
    verify(site, office, FIRST)
    unknown = {"unit": OTHER_UNIT, "number": SECOND, "product": "山野菜礼盒", "amount": SECOND_AMOUNT, "tax": "23.64"}
    rows = [{**known, "unit": OTHER_UNIT}, {**unknown, "files": "发票二.jpg"}]
    settle_the_workbook(site, office, write("协作办.xlsx", *rows), picture("发票二.jpg", "#aa9988"), shoot)
    close_the_month(office, shoot)
    refund(steps.log_in(visit(), steps.SUPPLIER), number, shoot)

    bought = {BEFORE: BOUGHT * Decimal(price) + FIRST_AMOUNT + SECOND_AMOUNT, NOW: -TAKEN_BACK * Decimal(price)}
    after = figures(site)
    for month in (BEFORE, NOW):
        assert after[month] - before[month] == bought[month]
        assert_bulletin(office, month, after[month], shoot)
    look_at_the_adjustment(office, bought[NOW], shoot)
    assert site.run("verify_ledger").returncode == 0


def pledge(page, shoot):
    """Pledge for one region: nothing is filled in, and the page then says who pledged."""
    page.goto(f"/unit/{steps.UNIT_CODE}/targets/")
    assert page.get_by_label("认领金额（元）").input_value() == ""
    page.get_by_label("协作地区").select_option(label="秭归县")
    page.get_by_label("认领金额（元）").fill("12000")
    page.get_by_role("button", name="认领", exact=True).click()
    steps.is_told(page, "已认领 12,000.00 元（秭归县，全年）")
    page.get_by_role("row", name="秭归县，全年").get_by_text("自愿认领").wait_for()
    shoot(page, "months-01-pledged")


def upload(page, address, workbook, picture):
    page.goto(address)
    page.get_by_label("线下采购清单（.xlsx）").set_input_files(workbook)
    page.get_by_label("附件").set_input_files(picture)
    page.get_by_role("button", name="上传并检查").click()


def import_of_the_unit(page, workbook, picture, shoot):
    upload(page, f"/unit/{steps.UNIT_CODE}/offline-purchases/imports/", workbook, picture)
    page.get_by_role("button", name="确认登记 1 笔").click()
    steps.is_told(page, "已登记 1 笔")
    shoot(page, "months-02-unit-imported")


def verify(site, page, proof):
    page.goto(f"/office/offline-purchases/{site.rows(NUMBER_OF, proof)}/")
    page.get_by_role("button", name="核实无误，计入台账").click()
    steps.is_told(page, "已核实，计入台账")


def settle_the_workbook(site, page, workbook, picture, shoot):
    """The same invoice is refused at its cell; the unknown product waits, is looked at and verified."""
    upload(page, "/office/offline-purchases/imports/", workbook, picture)
    steps.is_told(page, "同一凭证只能用一次")
    shoot(page, "months-03-duplicate")
    page.get_by_role("link", name="可登记 1").click()
    steps.is_told(page, "产品不在商品目录中，须由协作办核实")
    page.get_by_role("button", name="确认登记 1 笔").click()
    steps.is_told(page, "有问题的 1 笔没有登记")
    page.goto(f"/office/offline-purchases/{site.rows(NUMBER_OF, SECOND)}/")
    shoot(page, "months-04-unknown")
    verify(site, page, SECOND)


def close_the_month(page, shoot):
    page.goto(f"/office/closings/{BEFORE}/close/")
    shoot(page, "months-05-checklist")
    page.get_by_label("签字人").fill("张主任")
    page.get_by_label("我确认封账").check()
    page.get_by_role("button", name="封账", exact=True).click()
    steps.is_told(page, "封账内容和当月台账都与摘要相符")
    shoot(page, "months-06-closed")


def refund(page, number, shoot):
    """Two packs come back after the month was closed, and so does their money."""
    page.goto(f"/supplier/{steps.SUPPLIER_CODE}/orders/{number}/")
    page.get_by_text("买方退货？登记退货").click()
    page.get_by_label("退货", exact=True).first.fill(str(TAKEN_BACK))
    page.get_by_label("退货原因").fill("两箱受潮，买方退回")
    page.get_by_role("button", name="确认退货").click()
    steps.is_told(page, "已登记退货")
    page.get_by_label("退款原因").fill("退货两箱")
    page.get_by_label("银行流水号").fill("TK2026001")
    page.get_by_role("button", name="登记退款").click()
    steps.is_told(page, "退款已登记")
    shoot(page, "months-07-refunded")


def figures(site):
    """Return ``{month: the county's figure}`` of both months, as the command prints them."""
    totals = site.rows(FIGURES, json.dumps([BEFORE, NOW]))
    return {month: Decimal(total) for month, total in totals.items()}


def assert_bulletin(page, month, amount, shoot):
    """Download the month's bulletin from its page: text and tables say the same amount."""
    page.goto(f"/office/statistics/bulletin/draft/?plan={month[:4]}&from={month}&to={month}")
    shoot(page, f"months-08-bulletin-{month}")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载通报（Word）").click()
    document = Document(download.value.path())
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert f"{amount:,.2f}元" in text or f"{amount:.2f}元" in text
    for table in document.tables:
        sums = [cell.text for cell in table.rows[-1].cells]
        assert sums[0] == "合计" and Decimal(sums[1].replace(",", "")) == amount
    if month == NOW:
        assert f"更正已封账的{LAST_DAY.year}年{LAST_DAY.month}月" in text


def look_at_the_adjustment(page, amount, shoot):
    """The closed month stays as it was printed, and names below what put it right; the new month says so too."""
    page.goto(f"/office/closings/{BEFORE}/")
    steps.is_told(page, "封账内容和当月台账都与摘要相符")
    page.get_by_text("封账之后的更正").wait_for()
    steps.is_told(page, f"{amount:,.2f}")
    shoot(page, "months-09-adjusted")
    page.goto(f"/office/statistics/?plan={NOW[:4]}&from={NOW}&to={NOW}")
    steps.is_told(page, f"含对已封账的{LAST_DAY.year}年{LAST_DAY.month}月的更正")
    shoot(page, "months-10-statistics")
