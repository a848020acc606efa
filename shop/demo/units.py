"""The buying units of the county, as a tree."""

from procurement.models import Unit, UnitKind

from . import people, tables

KINDS = {kind.label: kind.value for kind in UnitKind}


def load():
    """Create the units that are missing, parents set; return how many there are."""
    rows = tables.read("units")
    known = set(Unit.objects.values_list("code", flat=True))
    Unit.objects.bulk_create(_unit(place, row) for place, row in enumerate(rows) if row["code"] not in known)
    units = Unit.objects.in_bulk([row["code"] for row in rows], field_name="code")
    below = [(units[row["code"]], units[row["parent_code"]]) for row in rows if row["parent_code"]]
    for unit, parent in below:
        unit.parent = unit.parent or parent
    Unit.objects.bulk_update([unit for unit, _ in below], ["parent"])
    return len(rows)


def _unit(place, row):
    acceptor = people.number_in_unit(place, people.ACCEPTOR)
    return Unit(
        code=row["code"],
        name=row["name"],
        short_name=row["short_name"],
        kind=KINDS[row["kind"]],
        headcount=int(row["headcount"]),
        delivery_street=f"建湖县演示路 {place + 1} 号（演示地址）",
        delivery_contact=f"演示用户{acceptor:03d}",
        delivery_mobile=people.mobile(acceptor),
        is_demo=True,
    )
