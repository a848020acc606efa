"""Names, choices, numbers of papers, and free text."""

import html
import re

from ..workbook.text import clean, clean_lines, narrow
from .problems import Problem

YES = {"是", "y", "yes", "true", "1", "√", "✓", "有", "上架", "在售", "已上架"}
NO = {"否", "n", "no", "false", "0", "×", "x", "无", "下架", "停售", "未上架", "已下架"}
STORAGES = {"常温": "AMBIENT", "冷藏": "CHILLED", "冷冻": "FROZEN"}
NOTHING = {"无", "否", "-", "/", "没有", "暂无"}
TAG = re.compile(r"<!--(?:(?!<!--).)*?-->|</?[a-zA-Z][^<>]{0,500}>", re.DOTALL)
BREAK = re.compile(r"<(?:br|/p|/div|/li)\b[^<>]{0,50}>", re.IGNORECASE)
MAX_KEYWORDS, MAX_KEYWORD = 10, 20
# All of them in one field of the dossier.
MAX_KEYWORDS_TEXT = 200
MAX_DESCRIPTION = 4000
# The code of the template's example row.
EXAMPLE = "示例"


def limited(limit):
    """Return a parser of one line of text."""

    def parse(text):
        return _within(clean(text), limit)

    return parse


def code(text):
    """Return a supplier's code; ``1001.0`` from a numeric cell is ``1001``."""
    value = _within(narrow(text).replace(" ", ""), 64)
    if value == EXAMPLE:
        raise Problem("“示例”是模板里那一行例子的编码，请填您自己的编码。")
    return value.removesuffix(".0") if re.fullmatch(r"\d+\.0", value) else value


def spec(text):
    """Return a pack such as ``5kg/箱`` with half-width letters and digits."""
    return _within(clean(text).translate(HALF_WIDTH), 60)


def yes(text):
    """Return whether a cell says yes."""
    word = narrow(text).lower()
    if word not in YES | NO:
        raise Problem("请填 是 或 否。")
    return word in YES


def geographical_indication(text):
    """Return ``""``, ``是``, or the registered name."""
    word = narrow(text).lower()
    if word in NO:
        return ""
    return "是" if word in YES else _within(clean(text), 40)


def storage(text):
    """Return a code of ``shop.produce.models.Storage``."""
    word = re.sub(r"(?:保存|储存|贮存|存放|运输|避光|干燥)+$", "", narrow(text))
    if word not in STORAGES:
        raise Problem("储存方式请填 常温、冷藏 或 冷冻。")
    return STORAGES[word]


def certification(text):
    word = clean(text)
    return "" if word in NOTHING else _within(word, 40)


def licence_number(text):
    number = narrow(text).upper().replace(" ", "")
    if number in NOTHING:
        return ""
    if not re.fullmatch(r"SC\d{14}", number):
        raise Problem("生产许可证号是 SC 加 14 位数字，请核对。")
    return number


def barcode(text):
    number = narrow(text).replace(" ", "").replace("-", "")
    if not number or number in NOTHING:
        return ""
    if not re.fullmatch(r"[0-9]{8}|[0-9]{13}", number):
        raise Problem("条码是 8 位或 13 位数字，请核对；表格里请把这一列设为文本格式。")
    weights = [3, 1] if len(number) == 8 else [1, 3]
    total = sum(int(digit) * weights[place % 2] for place, digit in enumerate(number[:-1]))
    if (10 - total % 10) % 10 != int(number[-1]):
        raise Problem("条码最后一位校验不对，请核对是否输错。")
    return number


def description(text):
    """Return text with its line breaks but without markup."""
    plain = clean_lines(text)
    if "<" in plain or "&" in plain:
        plain = TAG.sub("", BREAK.sub("\n", plain))
        plain = clean_lines(TAG.sub("", html.unescape(plain)))
    return _within(re.sub(r"\n{3,}", "\n\n", plain), MAX_DESCRIPTION)


def keywords(text):
    """Return the words of a list, each once."""
    words = list(dict.fromkeys(word for word in re.split(r"[;,，；、|\s]+", clean(text)) if word))
    if len(words) > MAX_KEYWORDS:
        raise Problem(f"关键词最多 {MAX_KEYWORDS} 个，现有 {len(words)} 个，请删去一些。")
    too_long = next((word for word in words if len(word) > MAX_KEYWORD), None)
    if too_long:
        raise Problem(f"关键词“{too_long}”超过 {MAX_KEYWORD} 字，请用分号隔开各个词。")
    _within(" ".join(words), MAX_KEYWORDS_TEXT)
    return words


HALF_WIDTH = {code: code - 0xFEE0 for code in [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]}
HALF_WIDTH |= {ord("／"): "/", ord("＊"): "*", ord("．"): "."}


def _within(text, limit):
    if len(text) > limit:
        raise Problem(f"最多 {limit} 字，现有 {len(text)} 字，请缩短。")
    return text
