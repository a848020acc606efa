"""Best guesses which column holds what: by how a header is written, and by what lies below it. Pure."""

import difflib
import itertools
import re
from dataclasses import dataclass, field

from shop.produce import measure_units

from .columns import BY_KEY, REQUIRED, SPELLINGS
from .workbook.text import header_key, narrow

SAMPLES = 3
LEAST_COLUMNS = 3
LEAST_WORDS = 4
ENOUGH = 0.55
# How much a header's likeness counts beside its contents.
BY_HEADER, BY_CONTENT = 1.0, 0.6
KEYS = {header_key(spelling): key for spelling, key in SPELLINGS.items()}
# Parts of headers that give a column away, whatever stands around them.
HINTS = {
    "编号": "code", "货号": "code", "代码": "code", "型号": "code", "品名": "title", "名称": "title", "商品": "title",
    "产品": "title", "类": "category", "产地": "county", "县": "county", "乡": "township", "镇": "township",
    "规格": "spec", "包装": "spec", "单位": "unit", "净": "net_weight_g", "价": "price", "税": "tax_rate",
    "批发": "tiers", "起订": "min_order_quantity", "起批": "min_order_quantity", "库存": "stock", "数量": "stock",
    "保质": "shelf_life_days", "储": "storage", "贮": "storage", "季": "season", "供货": "season", "地标": "gi",
    "认证": "certification", "许可": "licence_number", "毛重": "gross_weight_kg", "条码": "barcode", "条形": "barcode",
    "描述": "description", "介绍": "description", "说明": "description", "标签": "keywords", "图": "pictures",
    "照片": "pictures", "上架": "on_sale",
}  # fmt: skip
LOOKS = {
    "code": re.compile(r"[A-Za-z]{1,6}[-_]?\d{1,8}([-_]\w+)?"),
    "price": re.compile(r"[¥￥]?\d{1,5}\.\d{1,2}元?|[¥￥]\d+(\.\d+)?|\d+(\.\d+)?元"),
    "stock": re.compile(r"\d{1,6}"),
    "spec": re.compile(r"\d.*(g|kg|克|斤|ml|l|升).*", re.IGNORECASE),
    "barcode": re.compile(r"\d{13}|\d{8}"),
    "licence_number": re.compile(r"SC\d{14}", re.IGNORECASE),
    "tax_rate": re.compile(r"(0\.)?\d{1,2}%?税?|免税"),
    "tiers": re.compile(r".*\d+\s*[:：]\s*\d.*"),
    "storage": re.compile(r"(常温|冷藏|冷冻).{0,4}"),
    "season": re.compile(r"全年.*|\d{1,2}月?.{1,4}\d{1,2}月.*"),
    "shelf_life_days": re.compile(r"\d+\s*(天|日|个?月|年)"),
    "on_sale": re.compile(r"[是否]|上架|下架"),
    "pictures": re.compile(r"（图片）|.*\.(jpe?g|png|webp)", re.IGNORECASE),
    "title": re.compile(r"[^\d].{3,40}"),
}


@dataclass
class FileColumn:
    """One column of a file as it is shown: its number, its header and some of what lies below."""

    number: int
    header: str = ""
    samples: list = field(default_factory=list)


def header_row(rows):
    """Return the number of the row that looks most like a header, 0 when none does.

    :param rows: ``[[number, [[column, text], …]], …]``.
    """
    scores = {number: sum(_likeness(text)[1] for _, text in cells) for number, cells in rows}
    best = max(scores, key=scores.get, default=0)
    return best if scores.get(best, 0) >= 2 else _words_over_numbers(rows)


def _words_over_numbers(rows):
    """Return the first row of nothing but words whose next row holds numbers: a header in words of their own."""
    for (number, cells), (_, below) in itertools.pairwise(rows):
        is_as_wide = LEAST_COLUMNS <= len(cells) <= 2 * len(below)
        if is_as_wide and not _has_digits(cells) and _has_digits(below):
            return number
    return 0


def _has_digits(cells):
    return any(char.isdigit() for _, text in cells for char in text)


def columns(rows, header):
    """Return the ``FileColumn`` of every filled column, below a header row (0: none)."""
    found = {}
    for number, cells in rows:
        for column, text in cells if number >= header else ():
            place = found.setdefault(column, FileColumn(column))
            if number == header:
                place.header = text
            elif len(place.samples) < SAMPLES and text.strip():
                place.samples.append(text)
    return [found[column] for column in sorted(found)]


def guess(file_columns, places=(), categories=()):
    """Return ``{key: column number}`` of the most likely mapping; each column and each key at most once."""
    known = {"county": set(places), "category": set(categories)}
    scored = [
        (score, -each.number, key) for each in file_columns for key, score in _scores(each, known).items()
    ]  # fmt: skip
    chosen, taken = {}, set()
    for score, place, key in sorted(scored, key=lambda one: (-one[0], -one[1])):
        if score >= ENOUGH and key not in chosen and place not in taken:
            chosen[key] = -place
            taken.add(place)
    rest = [each for each in file_columns if -each.number not in taken]
    return chosen | _left_over(rest, chosen)


def _left_over(rest, chosen):
    """Guess name and stock, which can look like anything, among the columns that are nothing else.

    Return ``{key: column number}``.
    """
    found = {}
    for key, measure in (("title", _mean_words), ("stock", _mean_count)):
        measured = [(measure(each.samples), -each.number) for each in rest if each.number not in found.values()]
        best = max(measured, default=(0, 0))
        if key not in chosen and best[0] > 0:
            found[key] = -best[1]
    return found


def _mean_words(samples):
    """Return the mean length of texts of several words, 0 when these are none."""
    is_wordy = samples and all(len(text) >= LEAST_WORDS and not text.isdigit() for text in samples)
    return sum(map(len, samples)) / len(samples) if is_wordy else 0


def _mean_count(samples):
    """Return the mean of whole numbers, 0 when these are none."""
    is_counted = samples and all(LOOKS["stock"].fullmatch(narrow(text)) for text in samples)
    return sum(int(narrow(text)) for text in samples) / len(samples) if is_counted else 0


def _scores(column, known):
    key, likeness = _likeness(column.header)
    scores = {key: likeness * BY_HEADER} if key else {}
    for key, share in _contents(column.samples, known).items():
        # Contents alone decide only for what is required or cannot be anything else.
        scores[key] = scores.get(key, 0) + share * BY_CONTENT
    return scores


def _likeness(header):
    """Return the key a header resembles most, and how much: 1 for a known spelling."""
    name = header_key(header)
    if not name or len(name) > 30:
        return "", 0
    if name in KEYS:
        return KEYS[name], 1
    near = difflib.get_close_matches(name, KEYS, n=1, cutoff=0.6)
    if near:
        return KEYS[near[0]], difflib.SequenceMatcher(None, name, near[0]).ratio()
    hint = next((hint for hint in HINTS if hint in name), None) if len(name) <= 12 else None
    return (HINTS[hint], 0.6) if hint else ("", 0)


def _contents(samples, known):
    """Return ``{key: share}`` of the samples that look like what a column holds."""
    texts = [narrow(text) for text in samples]
    if not texts:
        return {}
    shares = {key: sum(bool(look.fullmatch(text)) for text in texts) / len(texts) for key, look in LOOKS.items()}
    shares["unit"] = sum(bool(measure_units.find(text)) for text in texts) / len(texts)
    for key, words in known.items():
        shares[key] = sum(text in words for text in texts) / len(texts)
    # What nearly every column looks like says little.
    weak = {"title": 0.3, "stock": 0.5, "tax_rate": 0.3}
    return {key: share * weak.get(key, 1) for key, share in shares.items() if share}


def required_first(key):
    """Sort keys as the page offers them: required columns, then the others, each as in the template."""
    order = [*(column.key for column in REQUIRED), *BY_KEY]
    return order.index(key)
