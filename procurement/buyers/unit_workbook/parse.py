"""Turn the texts of a row into a unit's facts, saying at the cell what is wrong. Touches no database."""

import re
import unicodedata

from shop.produce import credit_codes

from ...models import UnitKind
from ...workbooks import rows

KINDS = {kind.label: kind.value for kind in UnitKind}
CODE = re.compile(r"^[A-Z0-9][A-Z0-9-]{1,19}\Z")
NOBODY = "无"
LIMITS = {"name": 80, "short_name": 30}
MAX_HEADCOUNT = 1_000_000


class Row(rows.Row):
    """A row of a list of units; ``parent`` is a code, empty for none."""

    @property
    def code(self):
        return self.facts.get("code", "")


def row(number, texts):
    """Return the row of a number and its texts ``{key: text}``."""
    return Row(number, {}, texts).read(READERS, REQUIRED)


def _code(text):
    code = _plain(text).upper()
    if not code:
        raise ValueError("请填写单位编码。")
    if not CODE.match(code):
        raise ValueError("编码用 2 到 20 位大写字母、数字或短横线，如 SY012。")
    return code


def _name(text):
    if not text:
        raise ValueError("请填写单位名称。")
    return _short(text, LIMITS["name"])


def _short_name(text):
    return _short(text, LIMITS["short_name"])


def _short(text, limit):
    if len(text) > limit:
        raise ValueError(f"最多 {limit} 个字，现在 {len(text)} 个。")
    return text


def _kind(text):
    if not text:
        raise ValueError("请填写单位性质。")
    if text not in KINDS:
        raise ValueError(f"请填写 {'、'.join(KINDS)} 之一。")
    return KINDS[text]


def _parent(text):
    return "" if text == NOBODY else _code(text)


def _headcount(text):
    digits = _plain(text).removesuffix("人")
    if not (digits.isascii() and digits.isdigit()) or int(digits[:9]) > MAX_HEADCOUNT:
        raise ValueError("请填写整数，如 46。")
    return int(digits)


def _credit_code(text):
    code = _plain(text).upper()
    if not credit_codes.is_valid(code):
        hint = "Excel 可能把它当成了数字，请把这一列设成文本后重填。" if "E+" in code else "请核对 18 位代码。"
        raise ValueError(f"统一社会信用代码不正确，{hint}")
    return code


def _plain(text):
    return "".join(unicodedata.normalize("NFKC", text).split())


READERS = {
    "code": _code,
    "name": _name,
    "short_name": _short_name,
    "kind": _kind,
    "parent": _parent,
    "headcount": _headcount,
    "credit_code": _credit_code,
}
REQUIRED = {"code", "name", "kind"}
