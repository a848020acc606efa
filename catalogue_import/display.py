"""Values of a row in words, as the review page shows them."""

from shop.produce import seasons
from shop.produce.models import Storage

from .columns import BY_KEY

EMPTY = "（空）"
LONG = 80


def header(key):
    return BY_KEY[key].header


def words(key, value):
    """Return a value as people write it."""
    if key in WRITERS and value is not None:
        return WRITERS[key](value)
    text = str(value) if value not in (None, "") else EMPTY
    return text if len(text) <= LONG else f"{text[:LONG]}…"


def summary(values):
    """Return what matters most about a row, in one line; parts that could not be read are left out."""
    parts = [
        f"¥{values['price']}" if values.get("price") else "",
        values.get("spec", ""),
        f"库存 {values['stock']}" if "stock" in values else "",
        values.get("category", ""),
        values.get("county", ""),
        _pictures(values["pictures"]) if values.get("pictures") else "",
    ]
    return " · ".join(part for part in parts if part)


def _tiers(tiers):
    return "；".join(f"{least} 起 {price}" for least, price in tiers) or EMPTY


def _pictures(digests):
    return f"图片 {len(digests)} 张" if digests else "没有图片"


def _season(months):
    return seasons.write(*(months or (None, None)))


def _rate(rate):
    return rate if not rate[:1].isdigit() else f"{float(rate) * 100:g}%"


WRITERS = {
    "tiers": _tiers,
    "pictures": _pictures,
    "season": _season,
    "tax_rate": _rate,
    "storage": lambda code: dict(Storage.choices).get(code, EMPTY),
    "keywords": lambda keywords: "、".join(keywords) or EMPTY,
    "on_sale": lambda is_on_sale: "上架" if is_on_sale else "不上架",
}
