"""Units as a tree with what each bought itself, or together with those below it."""

from shop.produce.models import Region
from shop.produce.money import ZERO

from .branches import grow
from .reached import Together
from .tables import Cell
from .targets import Targets

OWN, SUM = "own", "sum"
SORTS = {"unit": "单位", "amount": "采购额", "target": "目标", "reached": "完成率"}


def read(selection, regions, *, parents=OWN, folded=(), sort="unit", all_units=False):
    """Return ``(nodes from top to bottom, codes of all that have subordinates, targets)``.

    What lies below a folded one is out.

    :param regions: the ``Region`` objects of the columns.
    :param parents: whether a unit shows its own purchases (``own``) or those below it too (``sum``); a folded one
        always shows the sum.
    :param folded: codes of the units whose subordinates are hidden.
    :param sort: one of ``SORTS``; always among the units of one parent.
    """
    targets = Targets(selection)
    roots = grow(selection, targets, all_units)
    for root in roots:
        _settle(root, parents, folded)
    above = {node.code for root in roots for node in root.all_nodes() if node.children}
    nodes = list(_flat(roots, selection, regions, sort))
    for node in nodes:
        node.comparisons = _of_regions(node, targets)
    return nodes, sorted(above), targets


def _settle(node, parents, folded, depth=0):
    node.depth = depth
    for child in node.children:
        _settle(child, parents, folded, depth + 1)
    node.is_folded = bool(node.children) and node.code in folded
    node.is_sum = bool(node.children) and (parents == SUM or node.is_folded)
    node.together = Together.of(sum(node.below.values(), ZERO), [one.comparison for one in node.all_nodes()])


def _flat(nodes, selection, regions: list[Region], sort):
    for node in sorted(nodes, key=lambda node: (node.is_public, _rank(node, sort), node.path)):
        opens = _opens(node, selection)
        node.total = Cell(node.amount, opens)
        node.cells = [Cell(node.amounts.get(region.code, ZERO), opens.narrowed(region=region)) for region in regions]
        yield node
        if not node.is_folded:
            yield from _flat(node.children, selection, regions, sort)


def _of_regions(node, targets):
    """Compare what a unit itself bought in each region with its target there; a sum and a former place have none."""
    if node.is_sum or node.is_former or node.unit is None:
        return [None] * len(node.cells)
    own = [cell.selection.narrowed(branch="") for cell in node.cells]
    return [targets.of(one, cell.amount) for one, cell in zip(own, node.cells, strict=True)]


def _opens(node, selection):
    """Return the selection of what a node shows; at its place only, should the unit have had several."""
    if node.is_public:
        return selection.narrowed(is_public=True, unit=None)
    if node.is_sum:
        return selection.narrowed(branch=node.path)
    return selection.narrowed(unit=node.unit, branch="" if selection.is_current else node.path)


def _rank(node, sort):
    """Return what siblings are sorted by, the largest first; those without a target come last."""
    if sort == "amount":
        return -node.amount
    if sort == "target":
        return -(node.aim or 0)
    if sort == "reached":
        percentage = node.reached.percentage if node.reached else None
        return 1 if percentage is None else -percentage
    return 0
