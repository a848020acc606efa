"""A supplier's own catalogue in the format of the template; reading it back changes nothing."""

import tempfile

from django.core.files.storage import default_storage

from shop.produce import pictures, places, seasons
from shop.produce.models import Storage

from . import existing, template
from .parse.amounts import TAX_FREE

# A workbook with pictures must still be small enough to be uploaded again.
MAX_PICTURE_BYTES = 40 * 2**20
MAX_PICTURES = 2_000


class TooManyPictures(Exception):
    """The pictures do not fit into one workbook; the message says so in words."""

    def __init__(self, count, size):
        super().__init__(
            f"您的商品共有 {count} 张图片、约 {size // 2**20} MB，放不进一个表格。请导出不带图片的目录；"
            "再次上传时，没有图片的格子会保留原来的图片。"
        )


def write(*, supplier, with_pictures):
    """Return an open temporary file with a supplier's catalogue, ready to be read from its beginning.

    :raises TooManyPictures: when they do not fit.
    """
    held = existing.load(supplier)
    shown = _pictures(held) if with_pictures else {}
    # Whoever sends it closes it.
    file = tempfile.TemporaryFile(prefix="export-")  # noqa: SIM115
    categories = list(existing.category_paths())
    template.write(file, map(_row, _sorted(held)), shown, categories, place_names(supplier))
    file.seek(0)
    return file


def place_names(supplier):
    """Return the names of the places a supplier may give as origin."""
    return [place.name for place in places.within(supplier.profile.region)]


def _sorted(held):
    return [held[code].values for code in sorted(held)]


def _pictures(held):
    """Return ``{code: [bytes, …]}`` of all products."""
    digests = {code: [digest for digest in each.values["pictures"] if digest] for code, each in held.items()}
    names = [pictures.name_of(digest) for each in digests.values() for digest in each]
    names = [name for name in names if default_storage.exists(name)]
    size = sum(map(default_storage.size, names))
    if len(names) > MAX_PICTURES or size > MAX_PICTURE_BYTES:
        raise TooManyPictures(len(names), size)
    stored = set(names)
    return {
        code: [_read(name) for name in map(pictures.name_of, each) if name in stored] for code, each in digests.items()
    }


def _read(name):
    with default_storage.open(name) as file:
        return file.read()


def _row(values):
    """Return a product's values as a person types them."""
    return values | {
        "price": _number(values["price"]),
        "tax_rate": values["tax_rate"] if values["tax_rate"] == TAX_FREE else f"{float(values['tax_rate']) * 100:g}%",
        "tiers": ";".join(f"{least}:{price}" for least, price in values["tiers"]),
        "storage": dict(Storage.choices).get(values["storage"], ""),
        "season": seasons.write(*(values["season"] or (None, None))),
        "gi": values["gi"] or "否",
        "gross_weight_kg": _number(values["gross_weight_kg"]),
        "keywords": "；".join(values["keywords"]),
        "pictures": "",
        "on_sale": "是" if values["on_sale"] else "否",
    }


def _number(text):
    """Return a number for a cell, empty where there is none; a spreadsheet keeps its 15 digits exactly."""
    return float(text) if text else ""
