"""What a pasted text asks for: which products its codes mean, what is wrong with it, what has to be asked.

A code is unique only for its supplier, so one code may mean several products.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models.functions import Upper

from . import pasting, products
from .pasting import Mistake

UNKNOWN = "没有这个货号的商品，或者已经下架，请核对。"


@dataclass(frozen=True)
class Entry:
    """One product asked for; the same code in several lines is added up."""

    code: str
    numbers: tuple
    packs: int
    product: object

    @property
    def dossier(self):
        return self.product.dossier

    @property
    def supplier(self):
        return products.stock_record(self.product).partner

    @property
    def is_added_up(self):
        return len(self.numbers) > 1


@dataclass(frozen=True)
class Question:
    """A code of several suppliers: which one is meant? Answered in the field called ``name``."""

    code: str
    numbers: tuple
    packs: int
    entries: list
    chosen: int | None

    @property
    def name(self):
        return field_name(self.code)


@dataclass
class Pasted:
    """A text as understood."""

    text: str
    entries: list = field(default_factory=list)
    questions: list = field(default_factory=list)
    mistakes: list = field(default_factory=list)

    @property
    def is_complete(self):
        return bool(self.entries) and not self.mistakes and all(question.chosen for question in self.questions)

    @property
    def open_questions(self):
        return [question for question in self.questions if not question.chosen]

    @property
    def packs(self):
        """``[(product, packs)]``."""
        return [(entry.product, entry.packs) for entry in self.entries]

    @property
    def good_text(self):
        """The text without the lines that cannot be taken."""
        bad = {mistake.number for mistake in self.mistakes}
        rows = enumerate(self.text.splitlines(), start=1)
        return "\n".join(row for number, row in rows if number not in bad)

    def blame(self, entry, message):
        """Turn an entry into a mistake at each of its lines."""
        self.entries.remove(entry)
        self.mistakes += [Mistake(number, entry.code, message) for number in entry.numbers]
        self.mistakes.sort(key=lambda mistake: mistake.number)


def field_name(code):
    return f"which-{code}"


def read(text, offered, answers, *, most, may_lack_packs=False):
    """Return the ``Pasted`` of a text.

    :param offered: a queryset of products that may be meant, or a list of them loaded ``with_facts``.
    :param answers: ``{field name: product key}``, as sent by a form.
    :param most: packs of one product at the most.
    """
    lines, mistakes = pasting.read(text, most=most, may_lack_packs=may_lack_packs)
    pasted = Pasted(text, mistakes=mistakes)
    by_code = _by_code(offered, {line.code for line in lines})
    for code, same in _grouped(lines).items():
        _understand(pasted, code, same, by_code[code], answers, most)
    pasted.mistakes.sort(key=lambda mistake: mistake.number)
    if not lines and not mistakes:
        pasted.mistakes.append(Mistake(1, "", "还没有内容。请每行粘贴一个货号和数量。"))
    return pasted


def _understand(pasted, code, lines, found, answers, most):
    numbers, packs = tuple(line.number for line in lines), sum(line.packs for line in lines)
    if not found or packs > most:
        message = UNKNOWN if not found else f"几行相加是 {packs}，最多 {most}，请改小。"
        pasted.mistakes += [Mistake(line.number, line.text[:60], message) for line in lines]
        return
    entries = [Entry(code, numbers, packs, product) for product in found]
    chosen = entries[0] if len(entries) == 1 else None
    if len(entries) > 1:
        answer = answers.get(field_name(code), "")
        chosen = next((entry for entry in entries if str(entry.product.pk) == answer), None)
        pasted.questions.append(Question(code, numbers, packs, entries, chosen and chosen.product.pk))
    if chosen:
        pasted.entries.append(chosen)


def _grouped(lines):
    grouped = {}
    for line in lines:
        grouped.setdefault(line.code, []).append(line)
    return grouped


def _by_code(offered, codes):
    """Return ``{code: products}``, in 6 queries at the most."""
    if not isinstance(offered, list):
        rows = (
            offered.annotate(plain_code=Upper("stockrecords__partner_sku")).filter(plain_code__in=codes).order_by("pk")
        )
        offered = list(products.with_facts(rows))
    found = defaultdict(list)
    for product in filter(products.stock_record, offered):
        found[pasting.plain_code(products.stock_record(product).partner_sku)].append(product)
    return found
