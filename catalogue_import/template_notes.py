"""The sheet beside the products that says how to fill in each column."""

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill

from .columns import COLUMNS

HINTS = (
    "编码填“示例”的那一行是例子，不会导入，可以删掉。表头已锁定，不用改；其余格子都可以填。",
    "一行一种商品，表头带 * 的列必须填写，其余可以不填。",
    "修改已有商品时：不填的选填格保留原来的内容；要清掉原来的内容，请填“清空”。带下拉箭头的格子可以直接选。",
    "图片：在“图片”一列插入图片（放在单元格内或单元格上都可以），JPG、PNG 或 WebP，每张不超过 10 MB，每行最多 20 张。",
    "图片也可以单独存放：把表格和图片一起压缩成 .zip，在“图片”一列写文件名，用分号隔开。",
    "压缩包里的图片也可以按商品编码命名，如 TC01-001.jpg、TC01-001_2.jpg，“图片”一列就不用填。",
    "请另存为“Excel 工作簿（*.xlsx）”后上传，不要使用宏和打开密码。",
)
HEAD = Font(bold=True)
FILL = PatternFill("solid", fgColor="E6F0EA")


def write_notes(workbook):
    """Add the sheet 填写说明 to a workbook that is written row by row."""
    sheet = workbook.create_sheet("填写说明")
    for letter, width in zip("ABCD", (18, 8, 44, 44), strict=True):
        sheet.column_dimensions[letter].width = width
    for number, hint in enumerate(HINTS, start=1):
        sheet.append([f"{number}. {hint}"])
    sheet.append([])
    sheet.append([_head(sheet, title) for title in ("列名", "要求", "怎样填", "也认得的写法")])
    for column in COLUMNS:
        texts = (column.header, "必填" if column.is_required else "选填", column.note, "、".join(column.aliases))
        sheet.append([_wrapped(sheet, text) for text in texts])


def _head(sheet, text):
    cell = WriteOnlyCell(sheet, text)
    cell.font, cell.fill = HEAD, FILL
    return cell


def _wrapped(sheet, text):
    cell = WriteOnlyCell(sheet, text)
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell
