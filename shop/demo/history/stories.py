"""Which unit buys what, when and for whom; some stories stop in the middle, so that every desk has work."""

import random
from dataclasses import replace
from datetime import timedelta
from functools import partial

from procurement.models import Access, FundSource, GroupOrder

from . import errands, festivals, house_rules
from .fates import Answer, Fate
from .story import Person, Story, morning

Status = GroupOrder.Status
SCHOOLS = ("SY002", "SY003", "SY004", "SY006")
HOSPITALS = ("SY009", "SY010", "SY011")
SCHOOL_HOLIDAYS = {1, 2, 7, 8}
DEPARTMENTS = {"SY009": ("内科", "外科", "护理部", "药剂科", "医技科")}
OFFICES = ("办公室", "综合科", "业务科", "财务科", "后勤科")
KITCHENS = ("一食堂", "二食堂", "教工食堂", "清真窗口", "早餐窗口")
# What waits now: state, units, days since the draft, days from the draft to the deadline.
WAITING = (
    (Status.DRAFT, ("JG013", "QT001", "SY009"), 1, 7),
    (Status.OPEN, ("JG013", "SY001", "SY009", "QT001", "JG026", "ZJ014", "JG002"), 4, 9),
    (Status.CLOSED, ("JG013", "SY009"), 9, 4),
    (Status.SUBMITTED, ("JG013", "SY001", "SY009"), 11, 4),
    (Status.RETURNED, ("JG013", "ZJ004"), 14, 4),
    (Status.APPROVED, ("JG013", "SY009"), 15, 4),
    (Status.PLACED, ("JG013", "QT001", "JG010"), 20, 4),
    (Status.PARTLY_RECEIVED, ("JG013", "SY010"), 32, 4),
    (Status.RECEIVED, ("JG013", "SY009", "JG019"), 34, 4),
    (Status.CANCELLED, ("JG013", "JG034", "QT002"), 40, 5),
)
# Its people want more than the suppliers have: placing is refused.
SHORT_UNIT = SHEET_UNIT = "SY009"
# Goods that came badly, and how far their claims are by now.
MISHAPS = {
    (Status.RECEIVED, "JG013"): Fate(is_unpaid=True, short=1, answer=Answer.NONE),
    (Status.RECEIVED, "SY009"): Fate(is_prepaid=True, damaged=3, is_shared_out=True),
    (Status.RECEIVED, "JG019"): Fate(is_unpaid=True, damaged=2, answer=Answer.REJECTED),
    (Status.PARTLY_RECEIVED, "SY010"): Fate(is_unpaid=True, damaged=1, answer=Answer.RESHIPPED),
}


def tell(cast, goods, until, number):
    """Return the stories of a year: as many that run their course as asked for, and those that wait now."""
    rng = random.Random("stories")
    units = {unit.code: unit for unit in cast.units}
    year = [*_gifts(cast.units, goods, until, rng), *_meals(units, goods, until, rng)]
    rng.shuffle(year)
    return [*year[:number], *_waiting(cast, units, goods, until, rng), *errands.tell(units, goods, until)]


def _gifts(units, goods, until, rng):
    """Before each festival a good part of the units buys about one pack a head."""
    for feast in festivals.between((until - timedelta(days=345)).date(), (until + timedelta(days=15)).date()):
        for unit in rng.sample(units, 27):
            starts_at = morning(until, feast.day, rng.randint(26, 36), rng)
            products = goods.gifts(starts_at.month, feast.words, rng, rng.randint(3, 6))
            title = f"{feast.day.year}年{feast.name}职工慰问"
            yield _story(
                unit,
                title,
                rng.choice((FundSource.UNION, FundSource.UNION, FundSource.UNION, FundSource.WELFARE)),
                starts_at,
                rng.randint(4, 7),
                products,
                rng,
                partial(house_rules.of_feast, unit, title),
                is_sent_back=rng.random() < 0.12,
            )


def _meals(units, goods, until, rng):
    """Canteens buy every month; schools not in their holidays."""
    for code in (*SCHOOLS, *HOSPITALS):
        for back in range(1, 12):
            starts_at = morning(until, until.date(), back * 30 + rng.randint(0, 5), rng)
            if code in SCHOOLS and starts_at.month in SCHOOL_HOLIDAYS:
                continue
            products = goods.bulk(starts_at.month, rng, rng.randint(2, 4))
            title = f"{starts_at.month}月食堂食材采购"
            yield _story(
                units[code], title, FundSource.CANTEEN, starts_at, 2, products, rng, house_rules.of_meal, is_meal=True
            )


def _waiting(cast, units, goods, until, rng):
    for status, codes, days, collecting in WAITING:
        for place, code in enumerate(codes):
            starts_at = morning(until, until.date(), days, rng)
            is_short = status == Status.APPROVED and code == SHORT_UNIT
            words = ("礼盒", "工会福利", "茶歇")
            products = goods.scarce(until.month, 3) if is_short else goods.gifts(until.month, words, rng, 4)
            fund_source = (FundSource.PERSONAL, FundSource.UNION, FundSource.ADMINISTRATION)[place % 3]
            story = _story(
                units[code],
                _title_now(starts_at, place),
                fund_source,
                starts_at,
                collecting + place % 3,
                products,
                rng,
                partial(house_rules.now, status, units[code], fund_source),
                stop=status,
                is_sent_back=status == Status.RETURNED,
                is_short=is_short,
                has_sheet=status == Status.OPEN and code == SHEET_UNIT,
                mishap=MISHAPS.get((status, code)),
            )
            yield _for_members(story, cast) if story.rules.access == Access.MEMBERS else story


def _for_members(story, cast):
    people = [Person(user.name, department, user.mobile, user) for user, department in cast.members(story.unit)]
    return replace(story, people=people)


def _title_now(starts_at, place):
    kind = ("职工自愿认购", "职工慰问", "会议茶歇")[place % 3]
    return f"{starts_at.month}月{kind}"


def _story(unit, title, fund_source, starts_at, days, products, rng, rules_of, is_meal=False, **turns):
    heads = unit.headcount
    number = rng.randint(3, len(KITCHENS)) if is_meal else min(30, max(5, heads // 6))
    packs = heads / 10 if is_meal else heads * rng.uniform(0.8, 1.15)
    deadline_at = (starts_at + timedelta(days=days)).replace(hour=17, minute=0)
    rules = rules_of(deadline_at)
    return Story(
        unit=unit,
        title=title,
        fund_source=fund_source,
        starts_at=starts_at,
        deadline_at=deadline_at,
        products=products,
        people=[_person(unit, place, is_meal, rng) for place in range(number)],
        share=house_rules.SHARE_WITHIN_BOUNDS if house_rules.has_bounds(rules) else packs / number,
        rules=rules,
        note="自愿参加，按认购数量采购。" if not is_meal else "按月采购，随到随验。",
        **turns,
    )


def _person(unit, place, is_meal, rng):
    departments = KITCHENS if is_meal else DEPARTMENTS.get(unit.code, OFFICES)
    department = departments[place] if is_meal else rng.choice(departments)
    mobile = f"1009{unit.pk % 10000:04d}{place:03d}"
    return Person(f"演示职工{place + 1:02d}", department, mobile)
