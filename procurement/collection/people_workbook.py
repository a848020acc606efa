"""The list of people who may join, as a workbook: its columns, what its rows say, an empty one. No database here."""

import re
import unicodedata
from dataclasses import dataclass

from ..workbooks import reading, writing
from ..workbooks.columns import Column, Layout
from .admission import plain_name

NAME_LENGTH = DEPARTMENT_LENGTH = 40
COLUMNS = (
    Column("name", "姓名", 14, ("名字", "职工姓名", "人员姓名"), True, "必填，与认购时填写的一致"),
    Column("department", "部门", 18, ("科室", "处室", "所在部门"), note="选填，分发时按部门"),
    Column("mobile", "手机号", 16, ("手机", "手机号码", "电话", "联系电话"), note="11 位；不便提供时只填尾号"),
    Column(
        "last_four", "手机尾号", 12, ("尾号", "手机后四位", "手机号后四位", "后四位"), note="4 位；填了手机号就不用填"
    ),
)
LAYOUT = Layout(
    columns=COLUMNS,
    max_rows=3000,
    no_header="没有找到“姓名”这一列。请下载空白名单，照着填写后再上传。",
    no_rows="表头下面没有人，请填写后再上传。",
)
SHEET = "名单"


@dataclass(frozen=True)
class Person:
    """Somebody on a list; ``mobile`` may be empty."""

    name: str
    last_four: str
    department: str = ""
    mobile: str = ""

    @property
    def key(self):
        return self.name, self.last_four


@dataclass(frozen=True)
class Mistake:
    """What is wrong at one cell, e.g. ``C5``."""

    cell: str
    header: str
    value: str
    message: str


def read(file):
    """Return ``(people, mistakes)`` of a workbook.

    :raises Refused: (of ``workbooks``) for a file that is harmful or no such list.
    """
    table = reading.read(file, LAYOUT)
    people, mistakes = {}, []
    for number, texts in table.rows:
        try:
            person = parse(**{column.key: texts.get(column.key, "") for column in COLUMNS})
            if person.key in people:
                raise Wrong("name", "这个姓名和尾号在文件里出现了不止一次。")
            people[person.key] = person
        except Wrong as wrong:
            cell = f"{table.letters.get(wrong.key, table.letters['name'])}{number}"
            header = LAYOUT.by_key[wrong.key].header
            mistakes.append(Mistake(cell, header, texts.get(wrong.key, ""), str(wrong)))
    return list(people.values()), mistakes


class Wrong(ValueError):
    """A text that does not fit its column."""

    def __init__(self, key, message):
        super().__init__(message)
        self.key = key


def parse(*, name, department, mobile, last_four):
    """Return the ``Person`` that four texts stand for.

    :raises Wrong: naming the column.
    """
    name = plain_name(name)
    if not name:
        raise Wrong("name", "请填写姓名。")
    if len(name) > NAME_LENGTH:
        raise Wrong("name", f"姓名最多 {NAME_LENGTH} 个字。")
    if len(department) > DEPARTMENT_LENGTH:
        raise Wrong("department", f"部门最多 {DEPARTMENT_LENGTH} 个字。")
    mobile = _mobile(mobile)
    return Person(name, mobile[-4:] or _last_four(last_four), department, mobile)


def template():
    """Return an empty list to fill in."""
    return writing.as_bytes(writing.sheet(SHEET, LAYOUT, []))


def _digits(text):
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text))


def _mobile(text):
    digits = re.sub(r"^(\+?86)(?=1\d{10}$)", "", _digits(text))
    if digits and not re.fullmatch(r"1[0-9]{10}", digits):
        raise Wrong("mobile", "请填写 11 位手机号；Excel 显示成 1.38E+10 的，把这一列设成文本后重填。")
    return digits


def _last_four(text):
    digits = _digits(text)
    if not digits:
        raise Wrong("mobile", "请填写手机号，或者手机尾号。")
    # A sheet that takes it for a number forgets the zeros in front.
    if not re.fullmatch(r"[0-9]{1,4}", digits):
        raise Wrong("last_four", "请填写手机号的后 4 位数字。")
    return digits.zfill(4)
