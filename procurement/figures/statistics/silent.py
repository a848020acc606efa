"""Units that are listed although they bought nothing."""

from django.conf import settings

from ...models import Unit


def silent_units(selection, targets, all_units):
    """Return ``{pk: unit}`` of the units with a target, the one selected, or all; as far as the selection reaches."""
    if selection.sole_unit:
        return {selection.sole_unit.pk: selection.sole_unit}
    if selection.is_public:
        return {}
    found = targets.units()
    if all_units:
        units = Unit.objects.all() if settings.DEMO else Unit.objects.filter(is_demo=False)
        found = found | units.in_bulk()
    inside = _inside(selection)
    return found if inside is None else {pk: unit for pk, unit in found.items() if pk in inside}


def _inside(selection):
    """Return the keys of the units that are below the branch and in the scope now; None when there is neither."""
    tree, found = selection.hierarchy, None
    for code in filter(None, [selection.branch_code, getattr(selection.scope, "code", "")]):
        below = tree.below(tree.codes.get(code))
        found = below if found is None else found & below
    return found
