"""Parts of a package being edited: XML roots by name, relations, content types."""

import posixpath

from lxml import etree

from ..workbook import package as packages
from ..workbook import xml

PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
TYPES = "[Content_Types].xml"
PARSER = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


class Parts:
    """What is changed of a package so far; nothing of the package itself is touched."""

    def __init__(self, package):
        self.package = package
        self.roots, self.contents = {}, {}
        names = (entry.filename for entry in package.zip_file.infolist())
        self.names = {name.replace("\\", "/").casefold(): name for name in names}

    def name(self, part):
        """Return a part's name as the package spells it."""
        return self.names.get(part.casefold(), part)

    def has(self, part):
        return part in self.roots or part in self.contents or self.package.has(part)

    def root(self, part):
        """Return a part's root element, to be changed in place."""
        if part not in self.roots:
            self.roots[part] = self.package.root(part)
        return self.roots[part]

    def read(self, part):
        return self.contents[part] if part in self.contents else self.package.read(part)

    def put(self, part, content, content_type=""):
        """Replace or add a part; a new one gets its content type."""
        if content_type and not self.has(part):
            self._override(part, content_type)
        self.contents[part] = content

    def put_root(self, part, root, content_type):
        if not self.has(part):
            self._override(part, content_type)
        self.roots[part] = root

    def unused(self, pattern):
        """Return the first name such as ``xl/comments{}.xml``, with a number or without, that no part has."""
        return next(name for number in ["", *range(1, 100_000)] if not self.has(name := pattern.format(number)))

    def related(self, part, kind):
        """Return a part's related part of a kind, or an empty text."""
        targets = self.package.related(part, kind)
        return next((target for target in targets if self.package.has(target)), "")

    def relate(self, part, kind, target):
        """Add a relation from a part to another; return its id."""
        rels = _rels(part)
        if not self.has(rels):
            self.roots[rels] = etree.Element(f"{{{PACKAGE_RELATIONS}}}Relationships", nsmap={None: PACKAGE_RELATIONS})
        root = self.root(rels)
        used = {row.get("Id") for row in root}
        name = next(f"rId{number}" for number in range(1, 100_000) if f"rId{number}" not in used)
        attributes = {"Id": name, "Type": f"{self.relation_space(part)}/{kind}", "Target": f"/{target}"}
        etree.SubElement(root, f"{{{etree.QName(root).namespace}}}Relationship", attributes)
        return name

    def relation_space(self, part):
        """Return the namespace of relations: strict workbooks have their own."""
        workbook = self.package.root(packages.workbook_part(self.package))
        return STRICT if etree.QName(workbook).namespace == STRICT_MAIN else TRANSITIONAL

    def default_type(self, ending, content_type):
        """Say what files with an ending are, unless that is said already."""
        root = self.root(TYPES)
        said = {row.get("Extension", "").lower() for row in root if xml.local(row.tag) == "Default"}
        if ending not in said:
            row = etree.Element(f"{{{CONTENT_TYPES}}}Default", Extension=ending, ContentType=content_type)
            root.insert(0, row)

    def drop_calculation_chain(self):
        workbook = packages.workbook_part(self.package)
        part = self.related(workbook, "calcChain")
        if not part:
            return
        self.contents[part] = None
        rels = self.root(_rels(workbook))
        for row in [row for row in rels if row.get("Type", "").endswith("/calcChain")]:
            rels.remove(row)
        types = self.root(TYPES)
        for row in [row for row in types if row.get("PartName", "").casefold() == f"/{part}".casefold()]:
            types.remove(row)

    def changes(self):
        """Return ``{name: bytes or file, or None}`` of all that changed."""
        written = {part: serialised(root) for part, root in self.roots.items() if part not in self.contents}
        return {self.name(part): content for part, content in (written | self.contents).items()}

    def _override(self, part, content_type):
        types = self.root(TYPES)
        etree.SubElement(types, f"{{{CONTENT_TYPES}}}Override", PartName=f"/{part}", ContentType=content_type)


def serialised(root):
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def parse(data):
    return etree.fromstring(data, etree.XMLParser(**PARSER))


def _rels(part):
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
