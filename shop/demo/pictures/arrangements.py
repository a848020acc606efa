"""The words that ``data/pictures.csv`` uses for scenes and things."""

from .scenes import heaps, packed, vessels
from .things import citrus, cured, dairy, dumplings, grain, greens, meat, nuts, orchard, roots, sweets, tea

_ARRANGERS = (heaps, packed, vessels)
_PAINTERS = (citrus, cured, dairy, dumplings, grain, greens, meat, nuts, orchard, roots, sweets, tea)


def _functions(modules):
    return {name: value for module in modules for name, value in vars(module).items() if callable(value)}


SCENES = _functions(_ARRANGERS) | {
    "honey_jars": vessels.jars("#e79a1c"),
    "dark_honey_jars": vessels.jars("#b4661a"),
    "amber_jars": vessels.jars("#b9691f"),
    "pepper_jars": vessels.jars("#a02a20"),
    "orange_jars": vessels.jars("#f39a30"),
    "peel_jars": vessels.jars("#e8871e"),
    "chili_jars": vessels.jars("#c93a22"),
    "sauce_jars": vessels.jars("#6e2c1a"),
    "tuber_jars": vessels.jars("#7d4d2e"),
    "nut_oil": vessels.bottles("#d9a62c"),
    "vinegar": vessels.bottles("#d97a1c"),
    "juice": vessels.bottles("#f6a723"),
}
_GRAINS = {
    "corn_grits": ("#f2b52e", "#ffd768", "#dc951a"),
    "corn_flour": ("#f9d873", "#ffe9a6"),
    "millet": ("#f0c04a", "#f9dc86"),
    "mixed_grains": ("#e6b94e", "#6d8a4a", "#7a3328", "#2f2a28", "#d9c39a", "#b3552e"),
    "flour": ("#f7f0e0", "#fffdf7"),
    "barley": ("#5c4a44", "#7d6658", "#3f322e"),
    "tsampa": ("#d8bd92", "#e9d6b4"),
    "flakes": ("#cdb590", "#a58a68", "#e6d6ba"),
}
THINGS = {
    **_functions(_PAINTERS),
    **{name: grain.grains(colors, 0.1 if name == "flakes" else 0.075) for name, colors in _GRAINS.items()},
    "green_tea": tea.dry_tea("#4c6b33"),
    "black_tea": tea.dry_tea("#3d241a"),
    "herb_tea": tea.dry_tea("#7d7a3c"),
}
