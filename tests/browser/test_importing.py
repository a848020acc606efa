"""A supplier's file from WPS with pictures in its cells: mistakes put right here and there, on sale, and undone."""

import io
import zipfile
from http import HTTPStatus

import pytest
from lxml import etree
from openpyxl import load_workbook

from shop.demo import pictures
from tests.samples.frame import MAIN
from tests.samples.pictures import write_as_wps

from . import steps

IMPORTS = f"/supplier/{steps.SUPPLIER_CODE}/imports/"
SHEET = "xl/worksheets/sheet1.xml"
RED = "FFFFC7CE"
FIRST = "槐芽沟秦冠苹果 5kg/箱"
ROWS = [
    ["QG-1", FIRST, "水果 > 苹果", "印台区", "5kg/箱", "箱", 56, 120],
    ["QG-2", "槐芽沟嘎啦苹果 5kg/箱", "水果 > 苹果", "印台区", "5kg/箱", "箱", "面议", 80],
    ["QG-3", "槐芽沟苹果礼盒", "水果 > 苹果", "印台区", "12枚/盒", "盒", 68, "缺货"],
    ["QG-4", "槐芽沟花椒 250g/袋", "手机", "耀州区", "250g/袋", "袋", 32, 60],
    ["QG-5", "槐芽沟核桃 2.5kg/袋", "水果 > 苹果", "北京市", "2.5kg/袋", "袋", 45, 60],
    ["QG-6", "槐芽沟苹果干 200g/袋", "水果 > 苹果", "印台区", None, "袋", 18.5, 200],
]
# What the page is told, and what is written into the file that came back.
ON_THE_PAGE = {"单价(元)": "42", "库存": "30"}
IN_THE_FILE = {"C5": "水果 > 苹果", "D6": "宜君县", "E7": "200g/袋"}


@pytest.fixture
def workbook(tmp_path):
    path = tmp_path / "秋季供货目录.xlsx"
    write_as_wps(path, ROWS, [pictures.draw(f"TC01-00{number}") for number in range(1, 7)])
    return path


def test_a_file_with_mistakes_goes_on_sale_with_its_pictures_and_comes_off_again(visit, shoot, workbook, tmp_path):
    page = steps.log_in(visit(), steps.SUPPLIER)
    upload(page, workbook)
    see_every_mistake(page, shoot)
    put_two_right_on_the_page(page, shoot)
    corrected = put_three_right_in_the_marked_file(page, tmp_path)

    upload(page, corrected)
    confirm(page, shoot)
    approve(steps.log_in(visit(), steps.OFFICE))
    address = see_the_pictures_in_the_shop(visit("phone"), page, shoot)

    undo(page, shoot)
    assert visit("phone").goto(address).status == HTTPStatus.NOT_FOUND
    page.goto(f"/supplier/{steps.SUPPLIER_CODE}/products/?q=槐芽沟")
    assert not page.get_by_text(FIRST).count()


def upload(page, path):
    page.goto(IMPORTS)
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="上传并检查").click()
    page.get_by_role("heading", name="看一看，再确认").wait_for()


def see_every_mistake(page, shoot):
    for sentence in ("请填数字", "请填不小于 0 的整数", "没有“手机”这个分类", "北京市", "必须填写"):
        steps.is_told(page, sentence)
    assert page.locator(".fix").count() == 5
    are_shown(page.locator(".fix .thumbs img"), 5)
    shoot(page, "import-1-mistakes")


def put_two_right_on_the_page(page, shoot):
    for label, text in ON_THE_PAGE.items():
        cell = page.locator(".fix__cell", has_text=label).filter(has=page.locator("[aria-invalid]"))
        cell.get_by_label(label).fill(text)
        cell.get_by_label(label).press("Tab")
        page.locator(".fix__cell", has_text=label).get_by_text("已改好").wait_for()
    page.get_by_role("button", name="确认导入 3 行").wait_for()
    shoot(page, "import-2-put-right")


def put_three_right_in_the_marked_file(page, tmp_path):
    with page.expect_download() as downloading:
        page.get_by_role("link", name="下载标出问题的表格").click()
    path = tmp_path / downloading.value.suggested_filename
    downloading.value.save_as(path)
    sheet = load_workbook(path).active
    red = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.fill.fgColor.rgb == RED}
    assert red == set(IN_THE_FILE)
    assert all(sheet[address].comment.text for address in IN_THE_FILE)
    assert (sheet["J1"].value, sheet["G3"].value) == ("错误说明", "42")
    path.write_bytes(rewritten(path.read_bytes(), IN_THE_FILE))
    return path


def rewritten(data, texts):
    """Return a workbook with other texts in some cells; WPS's pictures, which openpyxl would lose, stay."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, _with_texts(content, texts) if name == SHEET else content)
    return out.getvalue()


def confirm(page, shoot):
    assert not page.locator(".fix").count()
    shoot(page, "import-3-all-good")
    page.get_by_role("button", name="确认导入 6 行").click()
    steps.is_told(page, "导入完成：新增 6 种，改动 0 种，图片 6 张")
    shoot(page, "import-4-done")


def approve(page):
    page.goto("/office/listings/")
    page.get_by_role("button", name="本页全部通过").click()
    steps.is_told(page, "已通过 6 项")


def see_the_pictures_in_the_shop(phone, page, shoot):
    page.goto(f"/supplier/{steps.SUPPLIER_CODE}/products/?q=槐芽沟")
    shoot(page, "import-5-products")
    phone.goto("/catalogue/?q=槐芽沟")
    phone.goto(page.get_by_role("link", name=FIRST).first.get_attribute("href"))
    phone.get_by_role("heading", name=FIRST).wait_for()
    are_shown(phone.locator(".gallery__large img"), 1)
    shoot(phone, "import-6-in-the-shop")
    return phone.url


def undo(page, shoot):
    page.goto(IMPORTS)
    page.locator(".import-table__name a").first.click()
    page.get_by_role("link", name="撤销这次导入").click()
    page.get_by_role("heading", name="撤销这次导入？").wait_for()
    shoot(page, "import-7-undo")
    page.get_by_role("button", name="撤销这次导入").click()
    steps.is_told(page, "已经撤销 6 行")
    shoot(page, "import-8-undone")


def are_shown(images, count):
    """Scroll to each picture, as those below are not loaded before, and wait until it is there."""
    assert images.count() == count
    for image in images.all():
        image.scroll_into_view_if_needed()
        image.page.wait_for_function("image => image.complete && image.naturalWidth > 40", arg=image.element_handle())


def _with_texts(content, texts):
    root = etree.fromstring(content)
    for address, text in texts.items():
        (cell,) = root.iterfind(f".//{{{MAIN}}}c[@r='{address}']")
        cell[:] = []
        cell.set("t", "inlineStr")
        etree.SubElement(etree.SubElement(cell, f"{{{MAIN}}}is"), f"{{{MAIN}}}t").text = text
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)
