"""What may have been sent twice: a whole file, or one product under two codes. Neither is forbidden."""

import hashlib

from .models import CatalogueImport
from .parse.rows import Parsed
from .plan import Outcome
from .workbook.text import narrow

CHUNK = 2**20
SHOWN_CODES = 3
SENTENCE = "名称和规格都一样的商品已有编码 {codes}。如果是同一种商品，请用原来的编码，免得上架两次。"


def digest(file):
    """Return the SHA-256 of an open binary file, and turn it back to its beginning."""
    found = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(CHUNK):
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


def earlier(catalogue_import):
    """Return the latest earlier import of the very same file that came as far as its rows, or None."""
    if not catalogue_import.digest:
        return None
    same = CatalogueImport.objects.filter(supplier=catalogue_import.supplier_id, digest=catalogue_import.digest)
    same = same.filter(pk__lt=catalogue_import.pk).exclude(rows=None)
    return same.select_related("by").distinct().first()


def warn(planned, names):
    """Give each good row whose name and spec stand under another code too a warning.

    :param planned: ``plan.Planned`` rows; ``names``: ``{code: (title, spec)}`` of the supplier's products.
    """
    codes, good = {}, [row for row in planned if row.outcome != Outcome.REJECTED]
    for code, name in names.items():
        _add(codes, _alike(*name), code)
    for row in good:
        _add(codes, _alike_in(row), row.row.code)
    for row in good:
        others = [code for code in codes[_alike_in(row)] if code != row.row.code]
        if others and row.outcome != Outcome.UNCHANGED:
            row.warnings = [_warning(row.row, others)]


def _add(codes, name, code):
    held = codes.setdefault(name, (code,))
    if code not in held:
        codes[name] = (*held, code)


def _alike_in(row):
    return _alike(row.row.values["title"], row.row.values["spec"])


def _alike(title, spec):
    """Return a number of what makes two products look the same to a buyer; the names of a county would fill memory."""
    return hash((narrow(title).replace(" ", "").casefold(), narrow(spec).replace(" ", "").casefold()))


def _warning(row, codes):
    shown = "、".join(codes[:SHOWN_CODES]) + (" 等" if len(codes) > SHOWN_CODES else "")
    found = Parsed(row.number, row.columns, row.sheet)
    found.add("title", SENTENCE.format(codes=shown), row.values.get("title", ""))
    return found.mistakes[0]
