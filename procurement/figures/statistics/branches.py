"""The nodes of the tree of units: who bought at which place of it, and who stands above."""

from dataclasses import dataclass, field

from shop.produce.money import ZERO

from ...models import Unit
from . import source
from .reached import Together, aim_of
from .silent import silent_units
from .tables import Cell
from .targets import Comparison


@dataclass
class Node:
    """A unit at one place of the tree: one that moved within the time shown stands at each place it had.

    ``own`` and ``below`` are amounts by region code: of the unit itself, and of itself and all below it.
    """

    path: str
    unit: Unit | None
    name: str
    depth: int = 0
    own: dict = field(default_factory=dict)
    below: dict = field(default_factory=dict)
    children: list = field(default_factory=list)
    comparison: Comparison | None = None
    together: Together | None = None
    is_former: bool = False
    is_folded: bool = False
    is_sum: bool = False
    total: Cell | None = None
    cells: list = field(default_factory=list)
    comparisons: list = field(default_factory=list)

    @property
    def code(self):
        return self.path.split("/")[-1]

    @property
    def is_public(self):
        return not self.path

    @property
    def step(self):
        """How far a page indents it: at most three steps."""
        return min(self.depth, 3)

    @property
    def size(self):
        """How many units lie below it."""
        return sum(1 + child.size for child in self.children)

    @property
    def amounts(self):
        """What it shows, by region code."""
        return self.below if self.is_sum else self.own

    @property
    def amount(self):
        return sum(self.amounts.values(), ZERO)

    @property
    def reached(self):
        """What is compared with a target here: the unit's own, or together with those below it."""
        return self.together if self.is_sum else self.comparison

    @property
    def cells_compared(self):
        """``(figure, comparison or None)`` of each region."""
        return list(zip(self.cells, self.comparisons, strict=True))

    @property
    def aim(self):
        return aim_of(self.reached)

    def all_nodes(self):
        yield self
        for child in self.children:
            yield from child.all_nodes()


def grow(selection, targets, all_units):
    """Return the roots of the tree, each with what lies below it."""
    nodes = _bought(selection)
    bought = {node.unit.pk for node in nodes.values() if node.unit}
    for pk, unit in silent_units(selection, targets, all_units).items():
        if pk not in bought:
            path = selection.hierarchy.path(pk)
            nodes[path] = Node(path, unit, unit.name)
    _add_parents(nodes, selection)
    _compare(nodes.values(), selection, targets)
    return _hang(nodes)


def _bought(selection):
    """Return ``{path: node}`` of those who bought; the public has the empty path."""
    place = "county_code" if selection.region and selection.region.parent_id else "region_code"
    rows = source.units(selection, place)
    units, found, newest = Unit.objects.in_bulk([row["unit"] for row in rows if row["unit"]]), {}, {}
    for row in rows:
        path = selection.hierarchy.path(row["unit"]) if selection.is_current else row["unit_path"]
        node = found.setdefault(path, Node(path, units.get(row["unit"]), row["unit_name"]))
        node.name = row["unit_name"]
        node.own[row[place]] = node.own.get(row[place], ZERO) + row["value"]
        newest[row["unit"]] = path
    for node in found.values():
        node.is_former = node.unit is not None and newest[node.unit.pk] != node.path
    return found


def _add_parents(nodes, selection):
    """Add supervising units that bought nothing, down from the unit whose desk it is."""
    tree, scope, missing = selection.hierarchy, selection.scope, set()
    for path in nodes:
        codes = path.split("/")
        start = codes.index(scope.code) if scope and scope.code in codes else 0
        missing |= {"/".join(codes[:end]) for end in range(start + 1, len(codes))}
    missing -= nodes.keys()
    by_code = Unit.objects.in_bulk([_code(path) for path in missing], field_name="code") if missing else {}
    for path in missing:
        unit = by_code.get(_code(path))
        nodes[path] = Node(path, unit, unit.name if unit else tree.names.get(_code(path), _code(path)))


def _compare(nodes, selection, targets):
    """Compare each unit with its target, at its newest place, counting what it bought at all of them."""
    amounts = {}
    for node in nodes:
        if node.unit:
            amounts[node.unit.pk] = amounts.get(node.unit.pk, ZERO) + sum(node.own.values(), ZERO)
    for node in nodes:
        if node.unit and not node.is_former:
            own = selection.narrowed(unit=node.unit, branch="", is_public=False)
            node.comparison = targets.of(own, amounts[node.unit.pk])


def _hang(nodes):
    """Hang each node below its parent, add up what lies below, and return the roots."""
    roots = []
    for path, node in nodes.items():
        parent = nodes.get(path.rpartition("/")[0]) if "/" in path else None
        (parent.children if parent else roots).append(node)
        codes = path.split("/")
        for end in range(1, len(codes) + 1):
            _add_up(nodes.get("/".join(codes[:end])), node.own)
    return roots


def _add_up(above, amounts):
    for place, amount in amounts.items() if above else ():
        above.below[place] = above.below.get(place, ZERO) + amount


def _code(path):
    return path.split("/")[-1]
