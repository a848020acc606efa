"""The first level of a Chinese address (GB/T 2260, first two digits)."""

import re

from django.conf import settings

PROVINCES = {
    "11": "北京市",
    "12": "天津市",
    "13": "河北省",
    "14": "山西省",
    "15": "内蒙古自治区",
    "21": "辽宁省",
    "22": "吉林省",
    "23": "黑龙江省",
    "31": "上海市",
    "32": "江苏省",
    "33": "浙江省",
    "34": "安徽省",
    "35": "福建省",
    "36": "江西省",
    "37": "山东省",
    "41": "河南省",
    "42": "湖北省",
    "43": "湖南省",
    "44": "广东省",
    "45": "广西壮族自治区",
    "46": "海南省",
    "50": "重庆市",
    "51": "四川省",
    "52": "贵州省",
    "53": "云南省",
    "54": "西藏自治区",
    "61": "陕西省",
    "62": "甘肃省",
    "63": "青海省",
    "64": "宁夏回族自治区",
    "65": "新疆维吾尔自治区",
    "71": "台湾省",
    "81": "香港特别行政区",
    "82": "澳门特别行政区",
}
# Here the province is the city: nobody writes it twice.
WITHOUT_CITIES = {"北京市", "天津市", "上海市", "重庆市", "香港特别行政区", "澳门特别行政区"}


CODES = {name: code for code, name in PROVINCES.items()}
TAIL = re.compile(r"(壮族|回族|维吾尔)?(省|市|自治区|特别行政区)$")


def short(code):
    """Return a province's short name, as people say it: 江苏, 内蒙古."""
    return TAIL.sub("", PROVINCES[code])


# What people pick from when only the province matters.
SHORT_CHOICES = [(code, short(code)) for code in PROVINCES]


def home_code():
    """Return the code of the province of the county whose site this is."""
    return settings.COUNTY_CODE[:2]


def home():
    """Return the province of the county whose site this is, or an empty string."""
    return PROVINCES.get(home_code(), "")
