"""Compare the rows of a sheet with who takes part by now: what would be new, what would change, what cannot be.

A cell counts as changed when it differs from what the sheet showed when it was downloaded. What the participant changed
since then stands against it, and neither overwrites the other without a decision.
"""

from collections import Counter

from shop.user.models import mask_mobile

from ...workbooks.reading import text as plain
from ..wishes import Wish
from . import parse
from .parse import Mistake
from .planned import Change, Outcome, PlannedRow

NOTHING = Wish()


def plan(table_rows, items, people, *, keep=False):
    """Return a ``PlannedRow`` for each row.

    :param table_rows: ``[(number, {column key: text})]``.
    :param items: ``{item_pk: Item}`` of the products that have a column.
    :param people: every ``Person`` of the group order, also who withdrew.
    :param keep: where a row and its person contradict each other, what the person asks for by now stays.
    """
    rows = [parse.row(number, texts, items) for number, texts in table_rows]
    _blame_doubles(rows)
    by_key, by_mobile = {each.pk: each for each in people}, {each.mobile: each for each in people}
    return [_planned(row, items, by_key, by_mobile, keep) for row in rows]


def _blame_doubles(rows):
    keys = Counter(row.person for row in rows if row.person)
    mobiles = Counter(row.mobile for row in rows if row.person is None and row.mobile and any(row.packs.values()))
    for row in rows:
        if keys[row.person] > 1:
            row.blame("name", "这一行和另一行是同一个人（可能是复制出来的）。新同事请填在空行里。")
        elif row.person is None and mobiles[row.mobile] > 1:
            row.blame("mobile", "这个手机号在表里出现了不止一次。")


def _planned(row, items, by_key, by_mobile, keep):
    planned = PlannedRow(row)
    if row.person is not None:
        planned.person = by_key.get(row.person)
        _plan_known(planned, items)
    elif not row.mistakes and not any(row.packs.values()):
        planned.outcome = Outcome.IGNORED
    else:
        _plan_new(planned, items, by_mobile.get(row.mobile))
    if row.mistakes:
        planned.outcome = Outcome.REJECTED
    elif planned.conflicts and not keep:
        planned.outcome = Outcome.CONFLICT
    elif planned.changes and planned.outcome == Outcome.UNCHANGED:
        planned.outcome = Outcome.CHANGED
    return planned


def _plan_new(planned, items, person):
    row = planned.row
    wanted = {item: Wish(packs) for item, packs in row.packs.items() if packs}
    if person and person.is_withdrawn and person.has_changed:
        planned.conflicts.append(Mistake("mobile", mask_mobile(row.mobile), f"{person.name}在您下载之后自己退出了。"))
    elif person is None or person.is_withdrawn:
        planned.outcome, planned.wanted = Outcome.NEW, wanted
        planned.changes = [_change(items, item, NOTHING, wish) for item, wish in wanted.items()]
        if person:
            planned.notes.append("曾经退出，这次重新参加。")
    else:
        _plan_joined(planned, items, person, wanted)


def _plan_joined(planned, items, person, wanted):
    """Somebody on a new row takes part by now: by the same sheet uploaded before, or on their own."""
    row, planned.person = planned.row, person
    if plain(person.name) == row.name and wanted == person.now:
        return
    if person.then:
        row.blame("mobile", f"这个手机号已经参加（{person.name}），请在这位同事自己那一行改。")
    else:
        words = "；".join(f"{items[item].title} {_words(items, item, wish)}" for item, wish in person.now.items())
        message = f"这个手机号已经参加：{person.name}，{words}。"
        planned.conflicts.append(Mistake("mobile", mask_mobile(row.mobile), message))


def _plan_known(planned, items):
    row, person = planned.row, planned.person
    if person is None:
        row.blame("name", "认不出这一行是谁。新同事请填在下面的空行里，或者下载最新的征集表。")
        return
    _check_same_person(row, person)
    for item, packs in row.packs.items():
        _plan_cell(planned, items, item, packs)
    planned.wanted = {**person.now, **{each: Wish(row.packs[each]) for each in (c.item for c in planned.changes)}}
    planned.wanted = {item: wish for item, wish in planned.wanted.items() if wish}
    if planned.changes and not planned.wanted:
        row.blame("name", "数量都没有了。不再参加的，请打开这位同事的专属链接退出；否则把数量改回来。")


def _plan_cell(planned, items, item, packs):
    person = planned.person
    then, now = person.then.get(item, NOTHING), person.now.get(item, NOTHING)
    if packs == then.quantity:
        if now.steps:
            planned.notes.append(f"{items[item].title}：保留 {_words(items, item, now)}。")
    elif person.is_withdrawn:
        planned.conflicts.append(Mistake(str(item), str(packs), "下载之后本人已经退出。"))
    elif now != then and now != Wish(packs):
        message = f"下载之后本人改过：{_words(items, item, then)} → {_words(items, item, now)}。"
        planned.conflicts.append(Mistake(str(item), str(packs), message))
    elif now != Wish(packs):
        planned.changes.append(_change(items, item, now, Wish(packs)))


def _check_same_person(row, person):
    if row.name != plain(person.name):
        row.blame("name", f"已参加的同事不能在表里改姓名，请改回“{person.name}”；新同事请填在空行里。")
    if row.department != plain(person.department):
        row.blame("department", f"已参加的同事不能在表里改部门，请改回“{person.department or '空白'}”。")
    if row.mobile and row.mobile not in (person.mobile, mask_mobile(person.mobile)):
        row.blame("mobile", f"已参加的同事不能在表里改手机号，请改回“{mask_mobile(person.mobile)}”。")


def _change(items, item, old, new):
    titles = items[item].title, _words(items, item, old), _words(items, item, new)
    return Change(item, *titles, is_condition_lost=bool(old.steps))


def _words(items, item, wish):
    return wish.words(items[item].unit)
