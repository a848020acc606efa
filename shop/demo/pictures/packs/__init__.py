"""What the goods are packed in."""

from .bags import pouch, sack
from .boxes import box, carafe, carton, carton_back, gift, open_box
from .dishes import basket, basket_back, bowl, bowl_back, egg_tray, film, plate, tray
from .glass import bottle, jar, jug
from .labels import bars, label
from .metal import can, cup, tin

__all__ = [
    "bars",
    "basket",
    "basket_back",
    "bottle",
    "bowl",
    "bowl_back",
    "box",
    "can",
    "carafe",
    "carton",
    "carton_back",
    "cup",
    "egg_tray",
    "film",
    "gift",
    "jar",
    "jug",
    "label",
    "open_box",
    "plate",
    "pouch",
    "sack",
    "tin",
    "tray",
]
