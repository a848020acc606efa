"""Everything of a group order for the accountant: all papers and photos in one ZIP, with a list of contents."""

import zipfile
from io import BytesIO

from ..delivery import photos
from ..models import Photo
from . import folder, seals, workbook


def write(*, group_order, by, at):
    """Return the ZIP as bytes; each paper is issued with its code."""
    content = BytesIO()
    lines = [f"{group_order.number} {group_order.title}", f"{group_order.unit.name}", ""]
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, paper in enumerate(folder.of(group_order), start=1):
            issued = seals.issue(group_order=group_order, paper=paper, by=by, at=at)
            name = f"{place:02d} {paper.name}.xlsx"
            archive.writestr(name, workbook.write(paper, issued))
            lines.append(f"{name}　核验：{seals.address(issued)}")
        for name, photo in _photos(group_order):
            # A JPEG is packed already.
            archive.writestr(name, photos.read(photo), zipfile.ZIP_STORED)
            lines.append(f"{name}　SHA-256：{photo.digest}")
        # Notepad on Windows takes a file for UTF-8 by its mark.
        archive.writestr("00 目录.txt", "\r\n".join(lines).encode("utf-8-sig"))
    return content.getvalue()


def _photos(group_order):
    """Yield ``(name in the archive, photo)`` of what people photographed when they signed and claimed."""
    rows = Photo.objects.filter(purchase_order__group_order=group_order)
    rows = rows.select_related("purchase_order__order", "acceptance").order_by("purchase_order", "pk")
    for place, photo in enumerate(rows, start=1):
        event = "验收" if photo.acceptance else "售后"
        yield f"照片/{place:02d} {photo.purchase_order.number} {event}.jpg", photo
