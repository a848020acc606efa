"""Which orders a line of a statement pays: by its reference, then by amount and payer. Touches no database.

Only what leaves no choice is proposed as sure: the orders that a reference names, or the one order of the payer with
this very amount. Everything else is a suggestion for a person.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import combinations

from shop.produce.money import ZERO

from .. import references

SUGGESTED, TOGETHER, COMBINED_OF = 4, 4, 12
_ORDER_NUMBER = re.compile(r"[A-Z]{1,6}\d[\dA-Z]*(?:-\d+)+")


@dataclass
class Candidate:
    """An order that may be paid: ``owed`` is CNY; ``is_mine`` when this desk may write its money down."""

    pk: int
    number: str
    unit: int | None
    owed: Decimal
    placed_on: date
    is_mine: bool = True


@dataclass
class Book:
    """What lines are matched with: ``payers`` is ``{name key: unit pks}``, ``remittances`` ``{pk: order pks}``."""

    orders: dict
    payers: dict = field(default_factory=dict)
    remittances: dict = field(default_factory=dict)

    def __post_init__(self):
        self.numbers = {_stripped(order.number): order.pk for order in self.orders.values()}


@dataclass
class Choice:
    """One way to divide a line: ``parts`` is ``{order pk: CNY}``."""

    words: str
    parts: dict


@dataclass
class Proposal:
    """What to do with a line: ``sure`` is a ``Choice`` or None; ``hints`` say what to know before deciding."""

    sure: Choice | None = None
    suggestions: list = field(default_factory=list)
    hints: list = field(default_factory=list)


def name_key(name):
    """Return what a payer's name is compared by: no character of any script is dropped, only spaces and signs."""
    return "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if unicodedata.category(c)[0] in "LN")


def propose(lines, book):
    """Return ``{line pk: Proposal}``, the oldest line first: what one line pays, the next does not pay again.

    :param lines: each with ``pk``, ``rest``, ``note``, ``payer_name``, ``booked_on``; money that came in.
    """
    owed = {pk: order.owed for pk, order in book.orders.items()}
    found = {}
    for line in sorted(lines, key=lambda line: (line.booked_on, line.pk)):
        found[line.pk] = proposal = _propose(line, book, owed)
        for pk, amount in proposal.sure.parts.items() if proposal.sure else ():
            owed[pk] -= amount
    return found


def _propose(line, book, owed):
    proposal = Proposal()
    if line.rest != line.amount:
        proposal.hints.append(f"已入账一部分，余 {line.rest:.2f} 元待处理：可以付别的订单，或退还付款人。")
    elif _by_reference(line, book, owed, proposal):
        return proposal
    else:
        _by_amount_and_payer(line, book, owed, proposal)
    if not proposal.sure:
        _suggest(line, book, owed, proposal)
    return proposal


def _by_reference(line, book, owed, proposal):
    """Propose what a note names; return whether it names any order, paid or not."""
    found = references.find(line.note)
    proposal.hints += [f"附言里的 {text} 校验位不对，可能写错了一位。" for text in found.broken]
    named = _named(line, book, found.whole)
    if not named:
        return False
    foreign = [book.orders[pk] for pk in named if not book.orders[pk].is_mine]
    if foreign:
        proposal.hints.append("附言指向的订单里有其他供应商的，请县协作办入账。")
        return True
    open_ones = {pk: owed[pk] for pk in named if owed[pk] > 0}
    total, words = sum(open_ones.values(), ZERO), "附言写明" + "、".join(book.orders[pk].number for pk in named)
    if not open_ones:
        proposal.hints.append(f"{words}，但已经付清。可能重复付款，或已经用别的流水号登记过。")
    elif line.rest < total and len(open_ones) > 1:
        proposal.hints.append(f"{words}，应付 {total:.2f} 元，到账少 {total - line.rest:.2f} 元，请分配。")
        proposal.suggestions.append(Choice("按下单先后付", _oldest_first(open_ones, line.rest, book)))
    elif line.rest < total:
        proposal.sure = Choice(
            f"{words}，部分付款，还差 {total - line.rest:.2f} 元", dict.fromkeys(open_ones, line.rest)
        )
    else:
        over = f"，多出 {line.rest - total:.2f} 元待处理" if line.rest > total else ""
        proposal.sure = Choice(words + over, open_ones)
    return True


def _named(line, book, whole):
    named = {}
    for kind, pk in whole:
        if kind == references.ORDER:
            named |= dict.fromkeys([pk] if pk in book.orders else [])
        else:
            named |= dict.fromkeys(pk for pk in book.remittances.get(pk, ()) if pk in book.orders)
    if not named:
        plain = unicodedata.normalize("NFKC", line.note).upper()
        texts = map(_stripped, _ORDER_NUMBER.findall(plain))
        named |= dict.fromkeys(book.numbers[text] for text in texts if text in book.numbers)
    return list(named)


def _by_amount_and_payer(line, book, owed, proposal):
    fitting = [order for order in _of_payer(line, book) if owed[order.pk] == line.rest and order.is_mine]
    if len(fitting) == 1:
        order = fitting[0]
        proposal.sure = Choice(f"付款人和金额都相符：{order.number}", {order.pk: line.rest})
    elif fitting:
        proposal.hints.append(f"这个付款人有 {len(fitting)} 张订单都是这个金额，请选择。")


def _suggest(line, book, owed, proposal):
    own = [order for order in _of_payer(line, book) if owed[order.pk] > 0 and order.is_mine]
    others = [order for order in book.orders.values() if order.is_mine and order not in own]
    if not line.payer_name:
        proposal.hints.append("流水里没有付款人户名。")
    elif not book.payers.get(name_key(line.payer_name)):
        proposal.hints.append(f"不认识付款人“{line.payer_name}”。")
    for order in own:
        if owed[order.pk] == line.rest:
            proposal.suggestions.append(Choice(f"付款人和金额都相符：{order.number}", {order.pk: line.rest}))
    for group in _adding_up(own, owed, line.rest):
        numbers = "、".join(order.number for order in group)
        parts = {order.pk: owed[order.pk] for order in group}
        proposal.suggestions.append(Choice(f"合计正好相等：{numbers}", parts))
    for order in others:
        if owed[order.pk] == line.rest and order.placed_on <= line.booked_on:
            proposal.suggestions.append(Choice(f"金额相同：{order.number}", {order.pk: line.rest}))
    del proposal.suggestions[SUGGESTED:]


def _of_payer(line, book):
    units = book.payers.get(name_key(line.payer_name), ()) if line.payer_name else ()
    return [order for order in book.orders.values() if order.unit in units and order.placed_on <= line.booked_on]


def _adding_up(orders, owed, amount):
    orders = sorted(orders, key=lambda order: (order.placed_on, order.pk))[:COMBINED_OF]
    for count in range(2, TOGETHER + 1):
        for group in combinations(orders, count):
            if sum(owed[order.pk] for order in group) == amount:
                yield group


def _oldest_first(open_ones, amount, book):
    parts = {}
    for pk in sorted(open_ones, key=lambda pk: (book.orders[pk].placed_on, pk)):
        if piece := min(open_ones[pk], amount):
            parts[pk] = piece
            amount -= piece
    return parts


def _stripped(number):
    return number.upper().replace("-", "")
