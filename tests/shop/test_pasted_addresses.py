"""Pasted addresses: what each line says, and what is left to the person with a sentence."""

import pytest
from django.urls import reverse

from procurement.models import PurchaseOrder
from shop.checkout import pasted
from shop.produce import gazetteer

from .test_checkout import PAGE, put, send, text

HOME = ("王小明", "13812345678", "江苏省", "盐城市", "建湖县", "人民路18号")
FIELDS = ("name", "mobile", "province", "city", "district", "street")


def said(text):
    fields = pasted.read(text).fields
    return tuple(fields.get(name, "") for name in FIELDS)


def with_(**changes):
    return tuple(changes.get(name, value) for name, value in zip(FIELDS, HOME, strict=True))


def abroad(name, province, city, district, street):
    return (name, "13900001111", province, city, district, street)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("王小明 13812345678 江苏省盐城市建湖县人民路18号", HOME),
        ("江苏省盐城市建湖县人民路18号 王小明 13812345678", HOME),
        ("13812345678，王小明，江苏省盐城市建湖县人民路18号", HOME),
        ("江苏省 盐城市 建湖县 人民路18号\n王小明\n138 1234 5678", HOME),
        ("收货人：王小明 电话：138-1234-5678 收货地址：江苏省盐城市建湖县人民路18号", HOME),
        ("收货人:王小明手机号码:13812345678所在地区:江苏省盐城市建湖县详细地址:人民路18号", HOME),
        ("收件人 王小明，手机 13812345678，地址 江苏省盐城市建湖县人民路18号", HOME),
        ("姓名：王小明；联系方式：13812345678；省市区：江苏省 盐城市 建湖县；街道：人民路18号", HOME),
        ("１３８１２３４５６７８　王小明　江苏盐城建湖人民路１８号", HOME),
        ("江苏盐城建湖人民路18号王小明13812345678", HOME),
        ("王小明江苏省盐城市建湖县人民路18号13812345678", HOME),
        ("建湖县人民路18号 王小明 13812345678", HOME),
        ("盐城市建湖县人民路18号，王小明，+86 13812345678", HOME),
        ("中国江苏省盐城市建湖县人民路18号 王小明收 008613812345678", HOME),
        ("江苏省盐城市建湖县人民路18号 王小明 13812345678 邮编224700", HOME),
        ("江苏省盐城市建湖县人民路18号 224700 王小明 13812345678 0515-86213456", HOME),
        (
            "江苏省 盐城市 建湖县 近湖街道人民路 18 号，王小明，13812345678",
            with_(street="近湖街道人民路 18 号"),
        ),
        ("江苏省盐城市建湖县建湖中学 王小明 13812345678", with_(street="建湖中学")),
        ("江苏盐城建湖中学 王小明 13812345678", with_(street="建湖中学")),
        ("江苏省盐城市经济开发区希望大道1号 王小明 13812345678", with_(district="", street="经济开发区希望大道1号")),
        ("北京市朝阳区建国路88号 李娜 13900001111", abroad("李娜", "北京市", "", "朝阳区", "建国路88号")),
        ("北京市北京市朝阳区建国路88号 李娜 13900001111", abroad("李娜", "北京市", "", "朝阳区", "建国路88号")),
        (
            "上海市市辖区黄浦区南京东路100号 欧阳锋 13900001111",
            abroad("欧阳锋", "上海市", "", "黄浦区", "南京东路100号"),
        ),
        ("上海南京路100号 张三 13900001111", abroad("张三", "上海市", "", "", "南京路100号")),
        ("重庆 巫山县 广东中路1号 邓小刚 13900001111", abroad("邓小刚", "重庆市", "", "巫山县", "广东中路1号")),
        (
            "内蒙古呼和浩特市新城区中山东路1号 巴特尔 13900001111",
            abroad("巴特尔", "内蒙古自治区", "呼和浩特市", "新城区", "中山东路1号"),
        ),
        (
            "广西南宁市青秀区民族大道1号 韦小宝 13900001111",
            abroad("韦小宝", "广西壮族自治区", "南宁市", "青秀区", "民族大道1号"),
        ),
        (
            "新疆乌鲁木齐天山区解放路1号 艾力·买买提 13900001111",
            abroad("艾力·买买提", "新疆维吾尔自治区", "乌鲁木齐市", "天山区", "解放路1号"),
        ),
        (
            "宁夏银川市兴庆区解放西街1号 马先生 13900001111",
            abroad("马先生", "宁夏回族自治区", "银川市", "兴庆区", "解放西街1号"),
        ),
        (
            "湖北恩施土家族苗族自治州恩施市舞阳大道1号 田甜 13900001111",
            abroad("田甜", "湖北省", "恩施土家族苗族自治州", "恩施市", "舞阳大道1号"),
        ),
        (
            "青海玉树市结古街道1号 扎西 13900001111",
            abroad("扎西", "青海省", "玉树藏族自治州", "玉树市", "结古街道1号"),
        ),
        ("广东省东莞市鸿福路1号 陈晨 13900001111", abroad("陈晨", "广东省", "东莞市", "", "鸿福路1号")),
        ("湖北省仙桃市沔阳大道1号 胡军 13900001111", abroad("胡军", "湖北省", "仙桃市", "", "沔阳大道1号")),
        ("昆山市前进路1号 周杰 13900001111", abroad("周杰", "江苏省", "苏州市", "昆山市", "前进路1号")),
        (
            "秭归县茅坪镇长宁大道1号 屈平 13900001111",
            abroad("屈平", "湖北省", "宜昌市", "秭归县", "茅坪镇长宁大道1号"),
        ),
        (
            "吉林省吉林市船营区北京路1号 高峰 13900001111",
            abroad("高峰", "吉林省", "吉林市", "船营区", "北京路1号"),
        ),
        (
            "朝阳市双塔区友谊大街1号 孙丽 13900001111",
            abroad("孙丽", "辽宁省", "朝阳市", "双塔区", "友谊大街1号"),
        ),
        (
            "香港特别行政区中西区德辅道中1号 陈大文 13900001111",
            abroad("陈大文", "香港特别行政区", "", "中西区", "德辅道中1号"),
        ),
    ],
)
def test_a_line_is_read_whole(line, expected):
    assert (said(line), pasted.read(line).notes) == (expected, [])


@pytest.mark.parametrize(
    ("line", "missing", "sentence"),
    [
        ("鼓楼区中山路1号 张三 13900001111", "province city district", "“鼓楼区”在几个地方都有（南京市、"),
        ("朝阳区建国路88号 孙丽 13900001111", "province city", "“朝阳区”在几个地方都有（北京市、长春市）"),
        ("江苏省杭州市西湖区文三路1号 张三 13900001111", "province city", "“杭州市”不在江苏省"),
        ("人民路18号 张三 13900001111", "province city", pasted.NO_PLACE),
        ("江苏省建业路1号 张三 13900001111", "city", "没有认出城市"),
        ("江苏省盐城市建湖县人民路18号 13812345678", "name", pasted.NO_NAME),
        ("江苏省盐城市建湖县人民路18号 张三 李四 13812345678", "name", pasted.NO_NAME),
        ("江苏省盐城市建湖县人民路18号 王小明", "mobile", pasted.NO_MOBILE),
        ("江苏省盐城市建湖县人民路18号 王小明 0515-86213456", "mobile", "只有座机 0515-86213456"),
        ("江苏省盐城市建湖县人民路18号 王小明 1381234567", "mobile", pasted.NO_MOBILE),
        ("王小明 13812345678 江苏省盐城市建湖县", "street", pasted.NO_STREET),
        ("王小明 13812345678 13912345678 江苏省盐城市建湖县人民路18号", "", "有几个手机号，填了第一个 13812345678"),
        ("王" * 301, "name mobile province street", "只粘贴一个地址"),
        ("", "name mobile province street", pasted.NO_PLACE),
    ],
)
def test_what_is_not_sure_is_left_to_the_person_with_a_sentence(line, missing, sentence):
    found = pasted.read(line)

    assert not any(found.fields.get(name) for name in missing.split())
    assert any(sentence in note for note in found.notes)


def test_short_names_lose_what_a_place_is_called_after_its_people():
    shorts = {place.name: place.short for place in gazetteer.places().values()}

    assert shorts["恩施土家族苗族自治州"] == "恩施" and shorts["玉树藏族自治州"] == "玉树"
    assert shorts["秭归县"] == "秭归" and shorts["内蒙古自治区"] == "内蒙古"
    assert len(shorts) > 2700


@pytest.mark.django_db
def test_the_checkout_fills_its_form_from_a_pasted_line_and_orders_nothing(client, oranges):
    put(client, oranges)
    blank = dict.fromkeys(("name", "street", "city", "district"), "")

    page = send(client, recognise="1", pasted="王小明 13812345678 青海玉树市结古街道1号", **blank)

    assert page.status_code == 200 and "请核对下面每一项" in text(page)
    form = page.context["form"]
    assert (form["province"].value(), form["district"].value(), form["name"].value()) == ("青海省", "玉树市", "王小明")
    assert not PurchaseOrder.objects.exists()
    filled = {name: form[name].value() or "" for name in FIELDS} | {"agreed": page.context["agreed"]}
    assert client.post(PAGE, filled).status_code == 302


@pytest.mark.django_db
def test_what_was_typed_stays_where_the_pasted_line_says_nothing(client, oranges):
    put(client, oranges)

    page = send(client, recognise="1", pasted="13900001111", name="李四")

    assert page.context["form"]["name"].value() == "李四" and page.context["form"]["mobile"].value() == "13900001111"
    assert pasted.NO_PLACE in text(page)
    assert reverse("checkout:index") == PAGE
