"""Pictures that are a cell's value: Excel's "place in cell" (rich values) and WPS's ``DISPIMG``.

Neither is in the standard. WPS names pictures in ``xl/cellimages.xml``; Excel goes from the cell's ``vm`` number
through ``metadata.xml`` and ``richData`` to a relation, each step counting from 0 but ``vm``, which counts from 1.
"""

from functools import cached_property

from . import xml
from .addresses import whole_number

IMAGE_KEY = "_rvRel:LocalImageIdentifier"


class Names:
    """Finds the picture part behind the name a cell gives it."""

    def __init__(self, package):
        self.package = package

    def part(self, name):
        """Return the part of ``ID_…`` or ``vm:1``, or an empty string."""
        if name.startswith("vm:"):
            return self.excel.get(name, "")
        return self.wps.get(name, "")

    @cached_property
    def wps(self):
        part = self._part("cellimages.xml")
        if not part:
            return {}
        relations = self.package.relations(part)
        found = {}
        for picture in self.package.elements(part, "pic", last="cellImages"):
            names = [row.get("name") for row in xml.descendants(picture, "cNvPr")]
            blips = [xml.attribute(row, "embed") for row in xml.descendants(picture, "blip")]
            if names and blips:
                found[names[0]] = relations.get(blips[0], ("", ""))[1]
        return found

    @cached_property
    def excel(self):
        parts = {name: self._part(name) for name in ("metadata.xml", "rdrichvalue.xml", "richvaluerel.xml")}
        if not all(parts.values()):
            return {}
        values = self._rich_values(parts["rdrichvalue.xml"])
        pictures = self._relation_targets(parts["richvaluerel.xml"])
        places = _metadata(self.package.root(parts["metadata.xml"]))
        return {f"vm:{place}": _at(pictures, _at(values, value)) or "" for place, value in enumerate(places, start=1)}

    def _part(self, ending):
        return next((name for name in self.package.entries if name.endswith(f"/{ending}")), "")

    def _rich_values(self, part):
        """Return for each rich value the number of its picture relation, or None."""
        structures = self._structures()
        values = []
        for row in xml.descendants(self.package.root(part), "rv"):
            place = _at(structures, whole_number(row.get("s")))
            cells = [cell.text for cell in row if xml.local(cell.tag) == "v"]
            values.append(whole_number(_at(cells, place)))
        return values

    def _structures(self):
        """Return for each structure the place of the picture among its values, or None."""
        part = self._part("rdrichvaluestructure.xml")
        places = []
        for structure in xml.descendants(self.package.root(part), "s") if part else []:
            keys = [key.get("n") for key in structure]
            places.append(keys.index(IMAGE_KEY) if IMAGE_KEY in keys else None)
        return places

    def _relation_targets(self, part):
        relations = self.package.relations(part)
        rows = xml.descendants(self.package.root(part), "rel")
        return [relations.get(xml.attribute(row, "id"), ("", ""))[1] for row in rows]


def _metadata(root):
    """Return for each value-metadata record the number of its rich value, or None."""
    rich = []
    for future in xml.descendants(root, "futureMetadata"):
        if future.get("name") == "XLRICHVALUE":
            rich = [whole_number(next((row.get("i") for row in xml.descendants(bk, "rvb")), None)) for bk in future]
    return [
        _at(rich, whole_number(next((row.get("v") for row in xml.descendants(bk, "rc")), None)))
        for values in xml.descendants(root, "valueMetadata")
        for bk in values
    ]


def _at(items, place):
    """Return the item at a place, or None (an empty text for a list of texts is as good as none)."""
    return items[place] if place is not None and place < len(items) else None
