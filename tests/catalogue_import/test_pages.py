"""A supplier's pages: upload, look over, confirm."""

import io

import pytest
from django.contrib.messages import get_messages
from django.core.files.storage import storages
from django.urls import reverse
from openpyxl import load_workbook
from oscar.core.loading import get_model

from catalogue_import.models import CatalogueImport

from .test_import import FULL
from .workbooks import jpeg, workbook

Product = get_model("catalogue", "Product")
BAD = FULL | {"code": "A-2", "title": "坏橙", "price": "五十", "stock": -1}


def text(response):
    return response.content.decode()


def test_a_workbook_with_pictures_goes_from_upload_to_shop(desk):
    response = desk.upload(FULL, pictures={"A-1": [jpeg("red"), jpeg("blue")]})

    catalogue_import = CatalogueImport.objects.get()
    assert response.url == desk.url("review", catalogue_import.pk)
    page = text(desk.get("review", catalogue_import.pk))
    assert "确认导入 1 行" in page and page.count("thumbs__one") == 2
    assert not Product.objects.exists()

    desk.post("confirm", catalogue_import.pk)

    product = Product.objects.get()
    assert (product.title, product.is_public, product.images.count()) == ("秭归脐橙 5kg", True, 2)
    page = text(desk.get("review", catalogue_import.pk))
    assert "导入完成：新增 1 种" in page
    assert reverse("supplier:products", args=[desk.code]) in page


def test_mistakes_are_shown_at_their_cells_and_good_rows_only_go_in_when_agreed(desk):
    catalogue_import = desk.uploaded(FULL, BAD)

    page = text(desk.get("review", catalogue_import.pk))
    for words in ("商品 第 3 行", "J3", "单价(元)", "五十", "请填数字，如 58 或 58.50。", "O3", "有问题的 1 行不导入"):
        assert words in page

    refused = desk.post("confirm", catalogue_import.pk)
    assert "请先勾选" in str(next(iter(get_messages(refused.wsgi_request))))
    assert not Product.objects.exists()

    desk.post("confirm", catalogue_import.pk, only_good="1")
    assert Product.objects.count() == 1


def test_old_and_new_stand_side_by_side_and_outcomes_filter_the_rows(desk):
    desk.post("confirm", desk.uploaded(FULL).pk)
    catalogue_import = desk.uploaded(FULL | {"price": "57"}, FULL | {"code": "A-3", "title": "新橙"}, BAD)

    changed = text(desk.get("review", catalogue_import.pk, outcome="CHANGED"))
    new = text(desk.get("review", catalogue_import.pk, outcome="NEW"))

    assert "58.00</del>" in changed and "57.00</ins>" in changed
    assert "新橙" not in changed and "新橙" in new
    assert "坏橙" in text(desk.get("review", catalogue_import.pk, outcome="nonsense"))


def test_confirming_twice_runs_once(desk):
    catalogue_import = desk.uploaded(FULL)

    first, second = desk.post("confirm", catalogue_import.pk), desk.post("confirm", catalogue_import.pk)

    assert first.url == second.url
    assert Product.objects.count() == 1
    assert catalogue_import.moves.filter(new=CatalogueImport.Status.APPLYING).count() == 1
    assert "没有重复办理" in str(list(get_messages(second.wsgi_request))[-1])


def test_an_import_given_up_changes_nothing_and_cannot_be_confirmed(desk):
    catalogue_import = desk.uploaded(FULL, pictures={"A-1": [jpeg()]})

    desk.post("cancel", catalogue_import.pk)
    desk.post("confirm", catalogue_import.pk)

    assert not Product.objects.exists()
    assert "已经放弃" in text(desk.get("review", catalogue_import.pk))
    assert not storages["private"].exists(f"imports/pictures/{catalogue_import.pk}")


def test_missing_products_go_off_sale_only_when_the_supplier_ticks_it(desk):
    desk.post("confirm", desk.uploaded(FULL, FULL | {"code": "A-9"}).pk)
    catalogue_import = desk.uploaded(FULL, unpublish_missing="on")

    assert "另有 1 种商品不在文件里" in text(desk.get("review", catalogue_import.pk))
    desk.post("confirm", catalogue_import.pk)

    assert list(Product.objects.filter(is_public=False).values_list("stockrecords__partner_sku", flat=True)) == ["A-9"]


@pytest.mark.parametrize(
    "name, data, sentence",
    [
        ("目录.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "老格式"),
        ("目录.xlsm", workbook([]), "宏"),
        ("目录.csv", b"a,b", "只能上传 .xlsx"),
        ("目录.xlsx", b"a,b", "不是 .xlsx 工作簿"),
        ("目录.xlsx", b"", "空的"),
    ],
)
def test_a_file_that_gives_itself_away_is_refused_at_once(desk, name, data, sentence):
    response = desk.upload(name=name, data=data)

    assert response.status_code == 400
    assert sentence in text(response)
    assert not CatalogueImport.objects.exists()


def test_no_file_at_all_is_said_so(desk):
    response = desk.post("home")

    assert response.status_code == 400
    assert "请先选择文件" in text(response)


def test_a_file_refused_while_reading_says_why_and_what_to_do(desk):
    catalogue_import = desk.uploaded(data=workbook([["没有表头"]]))

    page = text(desk.get("review", catalogue_import.pk))
    assert "没有找到表头" in page and "重新上传" in page


def test_a_file_like_the_shop_offers_nothing_to_confirm(desk):
    desk.post("confirm", desk.uploaded(FULL).pk)

    page = text(desk.get("review", desk.uploaded(FULL).pk))
    assert "没有需要导入的" in page
    assert "确认导入" not in page


def test_progress_is_polled_until_the_work_is_done(desk, client, shop, now):
    working = CatalogueImport.objects.create(
        supplier=shop, name="大.xlsx", status="READING", stage="处理图片", done=3, total=9, uploaded_at=now
    )
    url = desk.url("review", working.pk)

    partial = client.get(url, headers={"HX-Request": "true"})
    assert "正在处理图片" in text(partial) and "3 / 9" in text(partial) and "<html" not in text(partial)
    assert "刷新" in text(client.get(url))

    CatalogueImport.objects.update(status="REVIEW")
    assert client.get(url, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_the_blank_template_is_read_back_as_a_template(desk, shop):
    response = desk.get("template")

    sheets = load_workbook(io.BytesIO(response.content))
    assert sheets.sheetnames == ["商品", "填写说明", "可选内容"]
    assert sheets["商品"]["A1"].value == "商品编码*"
    assert "水果 > 脐橙" in [cell.value for cell in sheets["可选内容"]["A"]]
    assert "attachment" in response["Content-Disposition"]


def test_markup_in_a_workbook_is_shown_as_text(desk):
    catalogue_import = desk.uploaded(FULL | {"title": "<b>橙</b>", "price": "<script>x</script>"}, name="<i>.xlsx")

    page = text(desk.get("review", catalogue_import.pk))
    assert "<script>x" not in page and "<b>橙" not in page and "<i>.xlsx" not in page


@pytest.mark.parametrize("name", ["home", "template", "review", "confirm", "cancel"])
def test_another_suppliers_person_gets_404_and_a_visitor_the_login(desk, client, rival, name):
    catalogue_import = desk.uploaded(FULL)
    arguments = [] if name in {"home", "template"} else [catalogue_import.pk]
    post_or_get = desk.post if name in {"confirm", "cancel"} else desk.get

    client.force_login(rival)
    assert post_or_get(name, *arguments).status_code == 404
    client.logout()
    assert "login" in post_or_get(name, *arguments).url


def test_an_import_of_another_supplier_under_ones_own_address_is_404(desk, client, rival):
    catalogue_import = desk.uploaded(FULL)
    client.force_login(rival)
    theirs = rival.partners.get().code

    for name in ("review", "confirm", "cancel"):
        url = reverse(f"catalogue_import:{name}", args=[theirs, catalogue_import.pk])
        assert (client.get if name == "review" else client.post)(url).status_code == 404


@pytest.mark.parametrize(
    "name, method", [("review", "post"), ("template", "post"), ("confirm", "get"), ("cancel", "get")]
)
def test_the_wrong_method_is_405(desk, name, method):
    arguments = [] if name == "template" else [1]

    assert getattr(desk, method)(name, *arguments).status_code == 405


def test_lists_cost_the_same_number_of_queries_however_long(desk, django_assert_max_num_queries, shop, now, seller):
    small = desk.uploaded(*[FULL | {"code": f"A-{number}"} for number in range(3)], BAD)
    large = desk.uploaded(*[FULL | {"code": f"A-{number}", "stock": -1} for number in range(45)])
    for _ in range(15):
        CatalogueImport.objects.create(supplier=shop, name="x.xlsx", by=seller, uploaded_at=now)

    for arguments in (("review", small.pk), ("review", large.pk), ("home",)):
        with django_assert_max_num_queries(18):
            assert desk.get(*arguments).status_code == 200
