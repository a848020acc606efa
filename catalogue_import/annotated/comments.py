"""Comments on bad cells, beside or joined to those that are there; Excel also wants a drawing for each."""

import re
from xml.sax.saxutils import escape

from lxml import etree

from ..workbook import xml
from ..workbook.addresses import letters
from .texts import legal

AUTHOR = "导入检查"
# Our own words in a comment, so that they are replaced when the file comes again.
MARK = f"【{AUTHOR}】"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
# A drawing with more shapes than this makes Excel slow; the sentences stand in their own column anyway.
MOST = 2000
EMPTY_VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"></xml>'
)
SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
SHAPE = (
    '<v:shape id="{id}" type="#_x0000_t202" style="position:absolute;width:180pt;height:60pt;z-index:{order};'
    'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:textbox style="mso-direction-alt:auto"/>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)


def add(parts, marked):
    """Put a comment on each bad cell of a sheet, and take away our own from an earlier time."""
    wanted = dict(list(marked.sentences.items())[:MOST])
    part = parts.related(marked.part, "comments")
    if not wanted and not (part and MARK.encode() in parts.read(part)):
        return
    root = parts.root(part) if part else _new(marked.space)
    fresh = _write(root, wanted)
    if not part:
        part = parts.unused("xl/comments{}.xml")
        parts.put_root(part, root, COMMENTS_TYPE)
        parts.relate(marked.part, "comments", part)
    if fresh:
        _draw(parts, marked, fresh)


def _new(space):
    return etree.fromstring(f'<comments xmlns="{space}"><authors/><commentList/></comments>')


def _write(root, wanted):
    """Bring the comments to what is wanted; return the places that had none before."""
    space = f"{{{etree.QName(root).namespace}}}"
    shown = {}
    rows = next((child for child in root if xml.local(child.tag) == "commentList"), None)
    if rows is None:
        rows = etree.SubElement(root, f"{space}commentList")
    for comment in rows:
        _forget_ours(comment)
        shown[comment.get("ref")] = comment
    author = str(_author(root, space))
    fresh = []
    for (row, column), sentence in wanted.items():
        ref = f"{letters(column)}{row}"
        comment = shown.get(ref)
        if comment is None:
            comment = etree.SubElement(rows, f"{space}comment", ref=ref, authorId=author)
            fresh.append((row, column))
        _say(comment, space, MARK + legal(sentence))
    return fresh


def _forget_ours(comment):
    for run in [run for run in comment.iter() if xml.local(run.tag) == "r"]:
        if "".join(run.itertext()).lstrip().startswith(MARK):
            run.getparent().remove(run)


def _author(root, space):
    authors = next(child for child in root if xml.local(child.tag) == "authors")
    names = [author.text for author in authors]
    if AUTHOR not in names:
        etree.SubElement(authors, f"{space}author").text = AUTHOR
        names.append(AUTHOR)
    return names.index(AUTHOR)


def _say(comment, space, sentence):
    """Add a run of text behind what the comment says already."""
    text = next((child for child in comment if xml.local(child.tag) == "text"), None)
    if text is None:
        text = etree.Element(f"{space}text")
        comment.insert(0, text)
    run = etree.Element(f"{space}r")
    words = etree.SubElement(run, f"{space}t")
    words.text = f"\n{sentence}" if len(text) else sentence
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    # Phonetic parts come behind all runs.
    place = next((at for at, child in enumerate(text) if xml.local(child.tag) in {"rPh", "phoneticPr"}), len(text))
    text.insert(place, run)


def _draw(parts, marked, places):
    """Add a shape for each new comment to the sheet's old-style drawing."""
    part = marked.legacy_drawing()
    text = parts.read(part).decode("utf-8", "surrogateescape") if part else EMPTY_VML
    shapes = "" if "_x0000_t202" in text else SHAPE_TYPE
    taken = max((int(number) for number in re.findall(r'id="_x0000_s(\d{1,9})"', text)), default=1024)
    for order, (row, column) in enumerate(places, start=1):
        anchor = f"{column}, 12, {max(row - 2, 0)}, 4, {column + 3}, 12, {row + 3}, 4"
        facts = {"row": row - 1, "column": column - 1, "order": order, "anchor": escape(anchor)}
        shapes += SHAPE.format(id=f"_x0000_s{taken + order}", **facts)
    before, end, after = text.rpartition("</xml>")
    content = f"{before}{_local_spaces(text, shapes)}{end}{after}".encode("utf-8", "surrogateescape")
    if part:
        parts.put(part, content)
        return
    part = parts.unused("xl/drawings/vmlDrawing{}.vml")
    parts.default_type("vml", VML_TYPE)
    parts.put(part, content)
    marked.set_legacy_drawing(parts.relate(marked.part, "vmlDrawing", part))


def _local_spaces(text, shapes):
    """Declare the prefixes that the drawing around the shapes may not declare."""
    missing = [space for space in re.findall(r'xmlns:[vox]="[^"]+"', EMPTY_VML) if space.split("=")[0] not in text]
    return re.sub(r"<v:shape\b", f"<v:shape {' '.join(missing)}", shapes) if missing else shapes
