"""A unit's group order as people walk it: colleagues on phones, staff at desks, three suppliers, goods that break.

Everything below is reckoned by hand, in CNY; nothing of it is computed by the site.

Asked for: oranges (46.00 a box, 44.60 from 20 on), walnuts (78.00 a bag), barley rice (62.00 a bag)

    张三   9 boxes of oranges at any price                        3 bags of walnuts
    李四   6 boxes, 12 if the price falls to 44.60                                    4 bags of barley rice
    王五   2 boxes of oranges                                     2 bags of walnuts   1 bag of barley rice

At 46.00 they want 9 + 6 + 2 = 17 boxes, too few for the lower price; at 44.60 they want 9 + 12 + 2 = 23, so it is
reached and holds for all. Sent back, the handler adds 1 box for the porter's lodge: 24 boxes.

    ordered    oranges 24 × 44.60 = 1070.40    walnuts 5 × 78.00 = 390.00    barley rice 5 × 62.00 = 310.00
               together                                                                            1770.40

Of the oranges 1 box is short and 3 are damaged; 20 are accepted. The unit's own box goes first, so 20 boxes are shared
out for 23, in proportion: 9 × 20/23 = 7.83, 12 × 20/23 = 10.43, 2 × 20/23 = 1.74. Whole boxes first (7, 10, 1), the two
left over go to the largest remainders: 张三 8, 李四 10, 王五 2.

    settled    张三   8 × 44.60 + 3 × 78.00 = 356.80 + 234.00 = 590.80
               李四  10 × 44.60 + 4 × 62.00 = 446.00 + 248.00 = 694.00
               王五   2 × 44.60 + 2 × 78.00 + 1 × 62.00 = 89.20 + 156.00 + 62.00 = 307.20
               together                                                           1592.00

Oranges were paid before they came (1070.40), so 4 × 44.60 = 178.40 comes back. Walnuts are paid and still on their way,
barley rice is signed for and not yet paid: four stages, four figures.

    ORDERED    20 × 44.60 + 390.00 + 310.00 = 1592.00
    PAID       20 × 44.60 + 390.00          = 1282.00
    ACCEPTED   20 × 44.60          + 310.00 = 1202.00
    COMPLETED  20 × 44.60                   =  892.00

Once the walnuts are signed for and the barley rice is paid, all four come to 1592.00.
"""

import re
import zipfile
from datetime import datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from PIL import Image

from shop.demo import people

from . import steps

UNIT = "JG002"
HANDLER, APPROVER, ACCEPTOR = (
    people.mobile(people.number_in_unit(1, digit)) for digit in (people.HANDLER, people.APPROVER, people.ACCEPTOR)
)
ORANGES, WALNUTS, BARLEY = "秭归纽荷尔脐橙 70-80mm 5kg/箱", "宜君核桃 原味薄皮 2.5kg/袋", "玉树黑青稞米 2.5kg/袋"
# Suppliers with their people, in the order in which they are numbered.
SUPPLIERS = {ORANGES: ("ZG01", 7), WALNUTS: ("TC03", 4), BARLEY: ("YS02", 13)}
PLEDGES = {
    "张三": ({ORANGES: 9, WALNUTS: 3}, ""),
    "李四": ({ORANGES: 6, BARLEY: 4}, "12"),
    "王五": ({ORANGES: 2, WALNUTS: 2, BARLEY: 1}, ""),
}
ORDERED = {ORANGES: "1070.40", WALNUTS: "390.00", BARLEY: "310.00"}
ORDERED_IN_ALL, DEAREST, REFUNDED = "1,770.40", "44.60", "178.40"
RECEIVED = {"张三": ("8", "590.80"), "李四": ("10", "694.00"), "王五": ("2", "307.20")}
ON_THE_WAY = {"已下单": "1,592.00", "已付款": "1,282.00", "已验收": "1,202.00", "已完成": "892.00"}
AT_THE_END = dict.fromkeys(ON_THE_WAY, "1,592.00")
TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()


@pytest.fixture
def photo(tmp_path):
    """A photo of a crushed box, as a phone would send it."""
    path = tmp_path / "压坏的箱子.jpg"
    picture = Image.new("RGB", (1200, 900), "#8a6b46")
    picture.paste("#e08a2c", (300, 250, 900, 700))
    picture.paste("#4a3826", (520, 200, 600, 760))
    picture.save(path, "JPEG")
    return path


def test_a_group_order_from_wishes_on_phones_to_figures_at_four_stages(site, visit, shoot, photo):
    handler = steps.log_in(visit(), HANDLER)
    link, code = collect(handler, shoot)
    hang_up_a_poster(handler, shoot, code)
    guess_the_code(visit("phone"), shoot, link, code)
    links = {name: pledge(visit("phone"), shoot, link, code, name) for name in PLEDGES}
    see_the_lower_price(visit("phone"), shoot, links["张三"])
    close(handler, shoot)
    approver = steps.log_in(visit(), APPROVER)
    approve_after_a_return(approver, handler, shoot)
    numbers = place(handler, shoot)
    sellers = {title: steps.log_in(visit(), people.mobile(number)) for title, (_, number) in SUPPLIERS.items()}
    acceptor = steps.log_in(visit("phone"), ACCEPTOR)

    pay(sellers[ORANGES], ORANGES, numbers)
    ship(sellers[ORANGES], ORANGES, numbers)
    sign(acceptor, shoot, numbers[ORANGES], short="1", damaged="3", photo=photo)
    agree_and_refund(sellers[ORANGES], shoot, numbers)
    share_out(handler, shoot)
    see_what_came(visit("phone"), shoot, links)

    pay(sellers[WALNUTS], WALNUTS, numbers)
    ship(sellers[WALNUTS], WALNUTS, numbers)
    ship(sellers[BARLEY], BARLEY, numbers)
    sign(acceptor, shoot, numbers[BARLEY])
    office = steps.log_in(visit(), steps.OFFICE)
    assert figures(office) == ON_THE_WAY
    shoot(office, "group-20-four-stages")

    sign(acceptor, shoot, numbers[WALNUTS])
    pay(sellers[BARLEY], BARLEY, numbers)
    assert figures(office) == AT_THE_END
    open_the_papers(handler, visit("phone"), shoot)
    assert site.run("verify_ledger").returncode == 0


def collect(page, shoot):
    """Open a collection to whoever knows a code; return its link and the code."""
    page.goto(f"/unit/{UNIT}/group-orders/new/")
    page.get_by_label("标题").fill("春节慰问品")
    page.get_by_label("用途").select_option("节日慰问")
    page.get_by_label("截止时间").fill(f"{TODAY + timedelta(days=5)}T18:00")
    page.get_by_label("有链接并知道口令的人").check()
    page.get_by_label("每人最多（件）").fill("20")
    page.get_by_label("总共至少（件）").fill("20")
    page.get_by_label("最早送达").fill(f"{TODAY + timedelta(days=8)}")
    page.get_by_label("最晚送达").fill(f"{TODAY + timedelta(days=12)}")
    page.get_by_role("button", name="下一步：选商品").click()
    for title in SUPPLIERS:
        page.get_by_label("名称或供应商").fill(title.split()[0])
        page.get_by_role("button", name="筛选").click()
        page.locator(".offers").get_by_role("button", name=title).click()
        page.locator(".picker__chosen", has_text=title).wait_for()
    page.get_by_role("link", name="选好了，下一步").click()
    steps.take_step(page, "开放征集")
    shoot(page, "group-01-open")
    return page.get_by_label("参加链接").input_value(), page.locator(".share__code").inner_text()


def hang_up_a_poster(page, shoot, code):
    """Print a poster: one sheet, with the code on it only if one says so."""
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="打印海报").click(modifiers=["Control"])
    poster = opened.value
    steps.is_told(poster, "手机扫一扫")
    assert code not in poster.inner_text("body")
    shoot(poster, "group-01a-poster")
    poster.get_by_role("link", name="印上口令").click()
    steps.is_told(poster, code)
    sheets = re.findall(rb"/Type\s*/Page\b", poster.pdf(prefer_css_page_size=True))
    assert len(sheets) == 1
    poster.close()


def guess_the_code(page, shoot, link, code):
    """Somebody with the link alone sees neither products nor form."""
    page.goto(link)
    page.get_by_label("参加口令").fill(f"{(int(code.replace(' ', '')) + 1) % 10**6:06d}")
    page.get_by_role("button", name="进入").click()
    steps.is_told(page, "口令不对")
    assert ORANGES not in page.inner_text("body")
    shoot(page, "group-01b-wrong-code")


def pledge(page, shoot, link, code, name):
    """Choose on a phone; return the address of the personal page."""
    packs, packs_if_cheap = PLEDGES[name]
    page.goto(link)
    page.get_by_label("参加口令").fill(code)
    page.get_by_role("button", name="进入").click()
    for title, number in packs.items():
        page.get_by_label(f"我要{title}").fill(str(number))
    if packs_if_cheap:
        page.get_by_text(f"价格降了多要一些：{ORANGES}").click()
        page.get_by_label(f"降到 {DEAREST} 元，{ORANGES}一共要").fill(packs_if_cheap)
    page.get_by_label("姓名").fill(name)
    page.get_by_label("手机号").fill(f"1391111000{len(name) + list(PLEDGES).index(name)}")
    page.get_by_label("部门").fill("秘书科" if name == "张三" else "综合科")
    if packs_if_cheap:
        shoot(page, "group-02-join")
    page.get_by_role("button", name="提交认购").click()
    steps.is_told(page, "认购已登记")
    return page.url


def see_the_lower_price(page, shoot, link):
    page.goto(link)
    steps.is_told(page, f"9 箱 × {DEAREST} 元")
    shoot(page, "group-03-lower-price-reached")


def close(page, shoot):
    page.reload()
    steps.take_step(page, "提前截止")
    steps.is_told(page, "已截止")
    assert total_of(page) == "1,725.80"
    shoot(page, "group-04-closed")
    steps.take_step(page, "提交审批")


def approve_after_a_return(page, handler, shoot):
    """Send it back for one more box; the handler adds it, and it needs approval anew."""
    page.goto(handler.url)
    shoot(page, "group-05-to-approve")
    steps.take_step(page, "退回", 原因="请给传达室留一箱橙子")
    handler.reload()
    steps.is_told(handler, "请给传达室留一箱橙子")
    row = handler.get_by_role("row").filter(has_text=ORANGES)
    row.locator("summary").first.click()
    row.get_by_label("单位补足").fill("1")
    row.get_by_label("告诉参加人").fill("多的一箱给传达室")
    shoot(handler, "group-06-sent-back")
    row.get_by_role("button", name="保存").click()
    steps.is_told(handler, "已保存")
    assert total_of(handler) == ORDERED_IN_ALL
    steps.take_step(handler, "提交审批", 意见="已加一箱")
    page.reload()
    steps.take_step(page, "批准")
    steps.is_told(page, "已批准")


def place(page, shoot):
    """Return the number of each product's order."""
    page.reload()
    steps.take_step(page, "下单")
    steps.is_told(page, "分成 3 张采购订单")
    shoot(page, "group-08-placed")
    links = page.locator("a[href*='/purchase-orders/J']").all()
    numbers = sorted({link.get_attribute("href").rstrip("/").rpartition("/")[2] for link in links})
    assert [re.sub(r".*-", "", number) for number in numbers] == ["01", "02", "03"]
    found = {}
    for number in numbers:
        text = page.locator("tr, li").filter(has_text=number).first.inner_text()
        found |= {title: number for title, amount in ORDERED.items() if f"{float(amount):,.2f}" in text}
    return found


def total_of(page):
    return page.locator("table.goods tfoot .number").inner_text()


def order_of(title, numbers):
    return f"/supplier/{SUPPLIERS[title][0]}/orders/{numbers[title]}/"


def pay(page, title, numbers):
    page.goto(order_of(title, numbers))
    assert page.get_by_label("到账金额").input_value() == ORDERED[title]
    page.get_by_label("银行流水号").fill(f"LS{numbers[title]}")
    page.get_by_role("button", name="登记到账").click()
    steps.is_told(page, "收款已登记")


def ship(page, title, numbers):
    page.goto(order_of(title, numbers))
    page.get_by_label("承运公司").fill("顺丰")
    page.get_by_label("运单号").fill(f"SF{numbers[title]}")
    page.get_by_role("button", name="登记发货").click()
    steps.is_told(page, "已登记发货")


def sign(page, shoot, number, *, short="", damaged="", photo=None):
    """Sign for a delivery on a phone, whole unless told otherwise."""
    page.goto(f"/unit/{UNIT}/purchase-orders/{number}/accept/")
    if photo:
        page.get_by_label("短少").first.fill(short)
        page.get_by_label("破损").first.fill(damaged)
        page.get_by_role("textbox", name="说明").fill("三箱压坏，一箱没到")
        page.locator("input[type=file]").set_input_files(photo)
        shoot(page, "group-10-damaged")
    page.get_by_role("button", name="确认验收并签字").click()
    steps.is_told(page, "已验收签字")
    if photo:
        see_the_photo(page)
        shoot(page, "group-11-signed")


def see_the_photo(page):
    """Wait until the photo is there; pages load it only when it comes into view."""
    image = page.locator("img[src*='/photos/']").first
    image.scroll_into_view_if_needed()
    image.evaluate("image => { image.loading = 'eager'; return image.decode() }")


def agree_and_refund(page, shoot, numbers):
    """The supplier looks at the photo, agrees not to be paid for four boxes, and sends the money back."""
    page.goto(f"{order_of(ORANGES, numbers)}claims/1/")
    see_the_photo(page)
    shoot(page, "group-12-claim")
    page.locator("summary", has_text="同意扣款").click()
    page.get_by_role("button", name="同意扣款").click()
    steps.is_told(page, "已同意扣款")
    page.goto(order_of(ORANGES, numbers))
    steps.is_told(page, REFUNDED)
    page.get_by_label("银行流水号").fill("TK20260001")
    page.get_by_label("退款原因").fill("三箱压坏，一箱没到")
    shoot(page, "group-13-refund")
    page.get_by_role("button", name="登记退款").click()
    steps.is_told(page, "退款已登记")


def share_out(page, shoot):
    page.reload()
    page.get_by_role("link", name="到货分配").first.click()
    page.get_by_label("按比例").check()
    page.get_by_role("button", name="分配").click()
    steps.is_told(page, "已分配")
    shoot(page, "group-14-shared-out")
    page.get_by_role("link", name="分发表").first.click()
    for name, (packs, _) in RECEIVED.items():
        row = page.get_by_role("row").filter(has_text=name)
        steps.is_told(row, f"{ORANGES} {packs} 箱")
    shoot(page, "group-15-pick-list")


def see_what_came(page, shoot, links):
    for name, (packs, amount) in RECEIVED.items():
        page.goto(links[name])
        steps.is_told(page, f"{packs} 箱 × {DEAREST} 元")
        steps.is_told(page.locator(".receipt__total"), amount)
        if name == "李四":
            steps.is_told(page, f"认购 12 箱 → 实得 {packs} 箱")
            shoot(page, "group-16-what-came")


def figures(page):
    """Return what the county's page shows of the unit at each stage."""
    page.goto(f"/office/statistics/?unit={UNIT}")
    stages = page.locator(".stages__stage").all()
    return {stage.locator("dt").inner_text().split()[0]: stage.locator("dd").inner_text() for stage in stages}


def open_the_papers(page, phone, shoot):
    page.get_by_role("link", name="春节慰问品").first.click()
    steps.is_told(page, "已结清，合计 1,592.00 元（下单时 1,770.40 元）")
    shoot(page, "group-17-settled")
    page.get_by_role("link", name="单据").first.click()
    steps.is_told(page, "每张单据都带核验二维码")
    shoot(page, "group-18-papers")
    with page.expect_download() as download:
        page.get_by_role("link", name="全部下载（ZIP）").click()
    check_the_zip(zipfile.ZipFile(download.value.path()))
    page.locator(".papers__one", has_text="认购结算表").get_by_role("link", name="查看并打印").click()
    for _, amount in RECEIVED.values():
        steps.is_told(page, amount)
    shoot(page, "group-19-settlement")
    phone.goto(page.locator(".paper__note", has_text="核验").inner_text().partition("：")[2])
    steps.is_told(phone, "内容与现在的记录一致")
    shoot(phone, "group-21-verified")


def check_the_zip(archive):
    """Open every paper and compare what it adds up to."""
    books = {name: load_workbook(BytesIO(archive.read(name))).active for name in archive.namelist() if ".xlsx" in name}
    settlement, requisition, payments = (rows_of(books, title) for title in ("认购结算表", "采购申请单", "付款记录"))
    people_of = [row for row in settlement if row[0] in RECEIVED]
    totals = {row[0]: f"{row[4]:.2f}" for row in people_of if not row[5]}
    lines = {name: sum(row[5] for row in people_of if row[0] == name and row[5]) for name in RECEIVED}
    assert totals == {name: f"{amount:.2f}" for name, amount in lines.items()}
    assert totals == {name: amount for name, (_, amount) in RECEIVED.items()}
    assert [row[3] for row in requisition if row[3] in ("提交", "退回", "批准")] == ["提交", "退回", "提交", "批准"]
    moved = [(row[3], f"{row[4]:.2f}") for row in payments if row[3] in ("付款", "退款")]
    assert moved == [("付款", "1070.40"), ("退款", "-178.40"), ("付款", "390.00"), ("付款", "310.00")]
    assert [sum(title in name for name in books) for title in ("采购订单", "验收单", "分发签收表")] == [3, 3, 1]
    assert [name for name in archive.namelist() if name.endswith(".jpg")]


def rows_of(books, title):
    return list(next(sheet for name, sheet in books.items() if title in name).values)
