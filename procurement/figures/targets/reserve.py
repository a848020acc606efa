"""A unit's own reckoning of a reserved share: its budget times a percentage. No target, and reported to nobody."""

from shop.produce.money import to_fen

from ...models import ReserveBasis


def of(plan, unit):
    """Return ``(basis, amount in CNY)``; ``(None, None)`` if the unit wrote none."""
    basis = ReserveBasis.objects.filter(plan=plan, unit=unit).first()
    return (basis, to_fen(basis.budget_amount * basis.percent / 100)) if basis else (None, None)


def put(*, plan, unit, budget_amount, percent, by, at):
    """Write the basis down, in place of an earlier one."""
    facts = {"budget_amount": budget_amount, "percent": percent, "set_by": by, "set_at": at}
    return ReserveBasis.objects.update_or_create(plan=plan, unit=unit, defaults=facts)[0]


def remove(*, plan, unit):
    """Forget it."""
    ReserveBasis.objects.filter(plan=plan, unit=unit).delete()
