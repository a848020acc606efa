"""A cooperative without an account comes in, invites a colleague, is paused and comes back; every page is looked at."""

import re

import pytest

from shop.demo import pictures
from tests.factories import PASSWORD, credit_code

from . import steps

NAME = "秭归屈乡柑橘专业合作社"
OWNER, CLERK = "13911110001", "13911110002"


@pytest.fixture
def scan(tmp_path):
    path = tmp_path / "营业执照.jpg"
    path.write_bytes(pictures.draw("YS02-001"))
    return path


def test_a_cooperative_from_the_footer_to_its_desk_and_through_a_pause(site, visit, shoot, scan):
    owner, office = visit("phone"), steps.log_in(visit(), steps.OFFICE)

    apply(owner, shoot, scan)
    approve(office, shoot)
    owner.reload()
    owner.get_by_role("link", name="进入供应商工作台").click()
    owner.get_by_text("还没有商品").wait_for()

    invite(owner, shoot)
    accept(visit("phone"), owner.locator("[data-copy] input").input_value(), shoot)
    change_account(owner, shoot)
    confirm_account(office, shoot)

    look_at_licences(steps.log_in(visit(), steps.SUPPLIER), office, shoot)
    pause_and_resume(visit("phone"), office, shoot)


def apply(page, shoot, scan):
    page.goto("/")
    page.locator(".site-footer").get_by_role("link", name="供货商入驻").click()
    shoot(page, "supplier-start")
    page.get_by_label("姓名").fill("向社长")
    page.get_by_label("手机号").fill(OWNER)
    page.get_by_label("设置密码").fill(PASSWORD)
    page.get_by_role("button", name="注册并申请").click()
    page.get_by_label("名称").fill(NAME)
    page.get_by_label("统一社会信用代码").fill(credit_code(31, prefix="93"))
    page.get_by_label("主体类型").select_option("农民专业合作社")
    page.get_by_label("所在地").select_option(label="秭归县")
    page.get_by_label("详细地址").fill("郭家坝镇 1 号")
    page.get_by_label("主营产品").fill("脐橙")
    page.get_by_label("户名").fill(NAME)
    page.get_by_label("开户行").fill("测试银行秭归支行")
    page.get_by_label("银行账号").fill("6222 0000 0000 0031")
    shoot(page, "supplier-form")
    page.get_by_role("button", name=re.compile("下一步")).click()
    page.get_by_label("种类").select_option(label="营业执照")
    page.get_by_label("证号").fill("93420527DEM000031")
    page.get_by_label("长期有效").check()
    page.locator("input[type=file]").set_input_files(scan)
    page.get_by_role("button", name="上传这张证照").click()
    steps.is_told(page, "证照已上传")
    shoot(page, "supplier-draft")
    page.get_by_role("button", name="提交申请").click()
    steps.is_told(page, "等县协作办审核")
    shoot(page, "supplier-submitted")


def approve(page, shoot):
    page.goto("/office/")
    shoot(page, "office-today-suppliers")
    page.get_by_role("link", name=re.compile("供货商申请")).click()
    shoot(page, "office-supplier-applications")
    page.get_by_role("link", name=NAME).click()
    shoot(page, "office-supplier-application")
    page.get_by_role("button", name="通过", exact=True).click()
    steps.is_told(page, f"{NAME}已入驻")
    shoot(page, "office-supplier")
    page.goto("/office/suppliers/")
    shoot(page, "office-suppliers")


def invite(page, shoot):
    page.goto(page.url + "staff/")
    page.get_by_label("对方的手机号").fill(CLERK)
    page.get_by_role("button", name="生成邀请链接").click()
    steps.is_told(page, "邀请已生成")
    shoot(page, "supplier-staff")


def accept(page, link, shoot):
    page.goto(link)
    shoot(page, "supplier-invitation")
    page.get_by_label("姓名").fill("小谭")
    page.get_by_label("设置密码").fill(PASSWORD)
    page.get_by_role("button", name="注册并加入").click()
    steps.is_told(page, "您已加入")


def change_account(page, shoot):
    page.get_by_role("link", name="资料与证照").first.click()
    page.get_by_role("link", name="变更账户").click()
    page.get_by_label("户名").fill(NAME)
    page.get_by_label("开户行").fill("测试银行郭家坝支行")
    page.get_by_label("银行账号").fill("6222 0000 0000 0032")
    shoot(page, "supplier-bank-change")
    page.get_by_role("button", name="提交变更").click()
    steps.is_told(page, "等第二个人确认")
    shoot(page, "supplier-profile")


def confirm_account(page, shoot):
    page.goto("/office/suppliers/?state=account")
    page.get_by_role("link", name=NAME).click()
    shoot(page, "office-bank-change")
    page.get_by_role("button", name="确认变更").click()
    steps.is_told(page, "收款账户已变更")


def look_at_licences(seller, office, shoot):
    seller.goto(f"/supplier/{steps.SUPPLIER_CODE}/")
    seller.get_by_role("link", name=re.compile("快到期的证照")).click()
    shoot(seller, "supplier-licences")
    seller.get_by_role("link", name=re.compile("更新.*食品经营许可证")).click()
    shoot(seller, "supplier-licence-form")
    office.goto("/office/suppliers/licences/?state=expiring")
    shoot(office, "office-licences")


def pause_and_resume(shopper, office, shoot):
    assert goods(shopper) > 0
    office.goto(f"/office/suppliers/{steps.SUPPLIER_CODE}/")
    pausing = office.locator("form").filter(has=office.get_by_role("button", name="暂停供货"))
    pausing.get_by_label("原因").fill("抽检不合格，等复检结果")
    office.get_by_role("button", name="暂停供货").click()
    steps.is_told(office, "商品已全部下架")
    shoot(office, "office-supplier-paused")
    paused = goods(shopper)
    office.get_by_role("button", name="恢复供货").click()
    steps.is_told(office, "暂停已解除")
    assert paused == 0 and goods(shopper) > 0


def goods(shopper):
    """Return how many of the supplier's products a search for its home finds."""
    shopper.goto("/search/?words=漆沮原")
    return shopper.locator(".product-card").count()
