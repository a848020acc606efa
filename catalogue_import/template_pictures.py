"""Pictures laid inside their cell of the template; they keep their bytes, only their shown size is small."""

import io

from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.utils import get_column_letter

from .columns import COLUMNS

EMU, POINTS_PER_PIXEL, PIXELS_PER_CHARACTER = 9525, 0.75, 7
SIDE, GAP = 76, 4
MOST_CHARACTERS = 100
PLACE = next(place for place, column in enumerate(COLUMNS) if column.key == "pictures")


def lay(sheet, number, pictures):
    """Lay pictures side by side over the 图片 cell of a row that is not written yet, and make it high enough."""
    if not pictures:
        return
    for order, data in enumerate(pictures):
        sheet.add_image(_picture(data, number - 1, order))
    width = (SIDE + GAP) * len(pictures) / PIXELS_PER_CHARACTER + 1
    dimension = sheet.column_dimensions[get_column_letter(PLACE + 1)]
    dimension.width = max(dimension.width, min(width, MOST_CHARACTERS))
    sheet.row_dimensions[number].height = (SIDE + 2 * GAP) * POINTS_PER_PIXEL


def _picture(data, row, order):
    picture = Image(io.BytesIO(data))
    scale = SIDE / max(picture.width, picture.height)
    size = XDRPositiveSize2D(int(picture.width * scale) * EMU, int(picture.height * scale) * EMU)
    left = GAP + order * (SIDE + GAP)
    corner = AnchorMarker(col=PLACE, colOff=left * EMU, row=row, rowOff=GAP * EMU)
    picture.anchor = OneCellAnchor(_from=corner, ext=size)
    return picture
