"""One pasted line with place, street, name and mobile in any order → the fields of the checkout form.

Nothing is guessed: what could mean two things is left to the person, with a sentence.
"""

import re
import unicodedata
from dataclasses import dataclass, field

from . import pasted_names, pasted_places

MAX_LENGTH = 300
MOBILE = re.compile(r"(?<![\d-])(?:\+?(?:00)?86[ -]?)?(1\d{2})[ -]?(\d{4})[ -]?(\d{4})(?!\d)")
LANDLINE = re.compile(
    r"(?<![\d-])(?:\(0\d{2,3}\)|0\d{2,3}[ -])[ -]?\d{7,8}(?:[-转 ]{1,2}\d{1,6})?(?!\d)|(?<!\d)0\d{9,11}(?!\d)"
)
POSTCODE = re.compile(r"(?:邮政编码|邮编)[: ]*\d{6}(?!\d)|(?:(?<=\s)|^)\d{6}(?=\s|$)")
NAME_LABEL = re.compile(r"(?:收货人|收件人|联系人|姓名|收货人姓名|名字)[: ]+(\S+)|(?:收货人|收件人):?(\S+)")
LABEL = re.compile(
    r"(?:收货人姓名|收货人|收件人|联系人|姓名|名字|手机号码|手机号|手机|联系电话|联系方式|电话号码|电话|固话|座机|所在地区|所在省市"
    r"|省市区|地区|收货地址|收件地址|详细地址|地址|街道门牌|街道)[ ]*:|^(?:收货地址|收件地址|详细地址|地址)[: ]+"
    r"|(?:手机号码|手机号|手机|联系电话|电话)(?=\s|$)|(?<=\s)(?:收货地址|收件地址|详细地址|地址)(?=\s)"
)
NO_PLACE = "没有认出省市区，请自己选省份、填城市和区县。"
NO_NAME = "没有认出收货人，请自己填写。"
NO_MOBILE = "没有认出手机号，请自己填写。"
ONLY_LANDLINE = "只有座机 {}，送货要用手机号，请补上。"
TWO_MOBILES = "有几个手机号，填了第一个 {}，请核对。"
NO_STREET = "没有认出街道和门牌号，请自己填写。"


@dataclass
class Found:
    """Fields of the form by name, and a sentence on each thing that is left to the person."""

    fields: dict = field(default_factory=dict)
    notes: list = field(default_factory=list)


def read(text):
    """Return what a pasted text says as ``Found``."""
    found = Found()
    rest = _plain(text)
    if len(rest) > MAX_LENGTH:
        found.notes.append(f"这段文字超过 {MAX_LENGTH} 个字，请只粘贴一个地址。")
        return found
    rest = _take_numbers(rest, found)
    name, rest = _labelled_name(rest)
    rest = _squeeze(LABEL.sub(" ", rest))
    place, before, after = pasted_places.find(rest)
    found.fields.update(place.fields)
    found.notes += place.notes or ([] if place.fields else [NO_PLACE])
    name, street = pasted_names.tell_apart(before, after, name)
    _put(found, "name", name, NO_NAME)
    _put(found, "street", street[:120], NO_STREET)
    return found


def _put(found, name, value, missing):
    if value:
        found.fields[name] = value
    else:
        found.notes.append(missing)


def _plain(text):
    """Make full-width characters plain, and every sign between parts a space."""
    text = unicodedata.normalize("NFKC", text)
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return _squeeze(re.sub(r"[\s,、;。|/\\\"'“”【】\[\]<>]+", " ", text))


def _squeeze(text):
    return re.sub(r"\s+", " ", re.sub(r" ?: ?", ":", text)).strip(" :-")


def _take_numbers(text, found):
    """Take mobile numbers, landlines and postcodes out of a text."""
    mobiles = list(dict.fromkeys("".join(match.groups()) for match in MOBILE.finditer(text)))
    text = MOBILE.sub(" ", text)
    landlines = [match[0] for match in LANDLINE.finditer(text)]
    text = POSTCODE.sub(" ", LANDLINE.sub(" ", text))
    if mobiles:
        found.fields["mobile"] = mobiles[0]
        if len(mobiles) > 1:
            found.notes.append(TWO_MOBILES.format(mobiles[0]))
    else:
        found.notes.append(ONLY_LANDLINE.format(landlines[0]) if landlines else NO_MOBILE)
    return _squeeze(text)


def _labelled_name(text):
    match = NAME_LABEL.search(text)
    if not match:
        return "", text
    said = match[1] or match[2]
    # The label of what follows may be glued to the name.
    name = re.split(LABEL, said)[0].split(":")[-1]
    start = match.start() + match[0].index(said)
    return name, f"{text[: match.start()]} {text[start + len(name) :]}"
