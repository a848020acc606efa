"""What the county office would have kept among its figures: two tables, and a bulletin that comes every month."""

from procurement.figures import saved_tables
from procurement.figures.reports import schedule
from procurement.models import SavedTable
from shop.user.models import User

from . import people

TABLES = {
    "单位性质 × 费用来源": {"rows": "kind", "columns": "fund", "measure": "amount"},
    "类别分月净重（公斤）": {"rows": "category", "columns": "month", "measure": "weight"},
}


def load(*, year, at):
    """Keep the tables that are missing and subscribe the office; return how many tables there are."""
    office = User.objects.get(mobile=people.mobile(people.OFFICE))
    known = set(SavedTable.objects.filter(unit=None).values_list("name", flat=True))
    for name, parameters in TABLES.items():
        if name not in known:
            saved_tables.save(name=name, unit=None, parameters={"plan": str(year), **parameters}, by=office, at=at)
    schedule.subscribe(user=office, unit=None, frequency="MONTHLY", form="DOCX", at=at)
    return len(TABLES)
