"""The units goods are counted in, as people write them."""

UNITS = tuple(
    "箱 盒 袋 瓶 罐 桶 件 份 只 个 包 条 支 块 听 坛 壶 提 篮 筐 捆 把 串 枚 头 张 组 套 礼盒 kg 斤 g L".split()
)
SYNONYMS = {
    "公斤": "kg",
    "千克": "kg",
    "市斤": "斤",
    "克": "g",
    "升": "L",
    "纸箱": "箱",
    "整箱": "箱",
    "盒装": "盒",
    "袋装": "袋",
    "瓶装": "瓶",
    "罐装": "罐",
    "桶装": "桶",
    "箱装": "箱",
}
_BY_KEY = {unit.casefold(): unit for unit in UNITS} | {word.casefold(): unit for word, unit in SYNONYMS.items()}


def find(text):
    """Return the unit a person meant, or None: ``公斤`` and ``KG`` are both ``kg``."""
    return _BY_KEY.get(text.strip().casefold())
