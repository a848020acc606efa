"""What units buy for themselves, without asking anybody what they want."""

import random

from procurement.models import FundSource, GroupOrder

from .story import Story, morning

Status = GroupOrder.Status
# Days ago, unit, what for, and where it stops.
DIRECT = (
    (300, "JG010", "开放日接待用品", ""),
    (240, "JG026", "培训班茶歇", ""),
    (190, "SY009", "义诊活动慰问品", ""),
    (120, "QT001", "困难职工慰问品", ""),
    (60, "JG013", "座谈会茶歇", ""),
    (12, "SY009", "专家会诊接待用品", Status.PLACED),
    (2, "SY009", "学术会议茶歇", Status.SUBMITTED),
)


def tell(units, goods, until):
    """Return the stories of these orders; nobody takes part in them."""
    rng = random.Random("direct")
    for days, code, title, stop in DIRECT:
        starts_at = morning(until, until.date(), days, rng)
        products = goods.gifts(starts_at.month, ("茶歇", "慰问"), rng, rng.randint(1, 3))
        fund_source = FundSource.UNION if "慰问" in title else FundSource.ADMINISTRATION
        facts = {"unit": units[code], "title": title, "fund_source": fund_source, "products": products}
        nobody = {"people": [], "share": 0, "deadline_at": starts_at}
        yield Story(starts_at=starts_at, stop=stop, is_direct=True, note="按需采购。", **facts, **nobody)
