"""What a row is looked up in: categories, places of the supplier's region, units. Filled once per file."""

import difflib
import re
from dataclasses import dataclass, field

from shop.produce import measure_units

from ..workbook.text import narrow
from .problems import Problem

STEP = re.compile(r"\s*(?:>|/|\\|-|→|》|»)+\s*")
JOINED = " > "
LONGEST_COMPARED, MOST_COMPARED = 60, 200


@dataclass(frozen=True)
class Context:
    """``categories`` are paths ``水果 > 苹果``; ``places`` is ``{name, short name or code: name}``.

    ``synonyms`` are the supplier's own words, ``{(key, word): meaning}``; ``normal`` says how a word is written there.
    """

    categories: frozenset
    places: dict
    region: str
    by_leaf: dict = field(default_factory=dict)
    synonyms: dict = field(default_factory=dict)
    compared: list = field(default_factory=list)

    @classmethod
    def of(cls, *, categories, places, region, synonyms=None):
        by_leaf = {}
        for path in categories:
            by_leaf.setdefault(path.rpartition(JOINED)[2], []).append(path)
        return cls(frozenset(categories), places, region, by_leaf, synonyms or {})

    def meant(self, key, text):
        """Return what a supplier means by its own word, or the text as it is."""
        return self.synonyms.get((key, normal(text)), text) if self.synonyms else text


def normal(text):
    """Return a word as it is looked up: half-width, without spaces, in one case."""
    return narrow(text).replace(" ", "").casefold()


def category(text, context):
    """Return the path of an existing category; a leaf's name alone is enough when it is unique."""
    name = narrow(text)
    # As it stands first: a category's own name may hold a slash.
    if name in context.categories:
        return name
    path = JOINED.join(step for step in STEP.split(name) if step)
    if path in context.categories:
        return path
    matches = context.by_leaf.get(path, ())
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise Problem(f"有几个分类都叫“{path}”，请写全，如 {matches[0]}。")
    near = _nearest(path, context)
    near = near or [found[0] for leaf, found in context.by_leaf.items() if leaf in path or path in leaf][:1]
    hint = f"是不是“{near[0]}”？" if near else "请从模板的分类里选一个。"
    raise Problem(f"没有“{path[:40]}”这个分类，{hint}")


def county(text, context):
    """Return the name of a county-level place inside the supplier's region."""
    name = narrow(text).replace(" ", "")
    place = context.places.get(name) or context.places.get(_inside(name, context))
    if not place:
        names = "、".join(dict.fromkeys(context.places.values()))
        raise Problem(f"“{name[:40]}”不在您所属的地区内，请填：{names}。")
    return place


def unit(text):
    """Return the unit a person meant."""
    found = measure_units.find(narrow(text))
    if not found:
        raise Problem("没有这个计量单位，请填如 箱、盒、袋、瓶、罐、件、kg。")
    return found


def _nearest(path, context):
    """Return the category written most alike; only for the first mistakes of a file, as comparing takes its time."""
    if len(path) > LONGEST_COMPARED or len(context.compared) >= MOST_COMPARED:
        return []
    context.compared.append(path)
    return difflib.get_close_matches(path, context.categories, n=1, cutoff=0.5)


def _inside(name, context):
    """Return a place's name without the province and region before it: ``陕西省铜川市耀州区`` is ``耀州区``."""
    before, found, after = name.partition(context.region)
    return (after or context.region) if found else before
