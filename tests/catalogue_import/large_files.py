"""Workbooks of any size as Excel writes them: shared strings, styles, numbers as numbers. Seeded, so repeatable."""

import io
import random
import zipfile
from xml.sax.saxutils import escape

from PIL import Image

from catalogue_import.columns import COLUMNS
from tests.catalogue_import import workbooks
from tests.catalogue_import.workbooks import ART, DRAWING, MAIN, RELATIONS

KINDS = ("脐橙", "苹果", "香菇", "茶叶", "蜂蜜", "核桃", "木耳", "花椒")
PACKS = (("箱", "5kg/箱", 5000), ("盒", "2.5kg/盒", 2500), ("袋", "500g/袋", 500))
SENTENCE = "高山果园日照充足，果实皮薄肉嫩、汁多味甜，现摘现发，适合食堂与节日慰问。"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="jpg" ContentType="image/jpeg"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{KIND}.sharedStrings+xml"/></Types>'
)


def rows(count, seed=1):
    """Return ``count`` dicts by ``Column.key``: 26 filled cells each, the 27th is for pictures."""
    chance = random.Random(seed)
    return [_row(number, chance) for number in range(1, count + 1)]


def write(path, rows, pictures=()):
    """Write a workbook; ``pictures`` are JPEGs laid over the 图片 cells of the first rows."""
    strings = {}
    lines = [_line(1, [column.title for column in COLUMNS], strings)]
    lines += [_line(at, [row.get(column.key) for column in COLUMNS], strings) for at, row in enumerate(rows, start=2)]
    drawing = '<drawing r:id="rId1"/>' if pictures else ""
    sheet = f"<sheetData>{''.join(lines)}</sheetData>{drawing}"
    parts = workbooks.parts([]) | {
        "[Content_Types].xml": TYPES,
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}">{sheet}</worksheet>',
        "xl/sharedStrings.xml": _shared(strings),
        "xl/_rels/workbook.xml.rels": workbooks.relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "sharedStrings", "sharedStrings.xml")
        ),
    }
    if pictures:
        parts |= _drawing(pictures)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)


def photographs(count, size=(600, 450), seed=1):
    """Return JPEGs that all differ and compress like photographs."""
    chance = random.Random(seed)
    noise = Image.frombytes("RGB", (40, 30), chance.randbytes(3600)).resize(size, Image.Resampling.BICUBIC)
    return [_stamped(noise, number) for number in range(count)]


def _stamped(picture, number):
    picture = picture.copy()
    picture.paste((number % 256, number // 256 % 256, 99), (0, 0, 60, 60))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def _row(number, chance):
    unit, spec, grams = chance.choice(PACKS)
    kind, price = chance.choice(KINDS), chance.randint(500, 30_000)
    return {
        "code": f"BM-{number:06d}", "title": f"秭归{kind} 一级 第{number}号园 {spec}", "short_title": f"{kind}{number}",
        "category": f"水果 > {kind}", "county": "秭归县", "township": chance.choice(("郭家坝镇", "屈原镇", "茅坪镇")),
        "spec": spec, "unit": unit, "net_weight_g": grams, "price": price / 100, "tax_rate": "9%",
        "tiers": f"20:{price * 0.96 / 100:.2f};50:{price * 0.92 / 100:.2f}", "min_order_quantity": 5,
        "order_multiple": 5, "stock": chance.randint(0, 5000), "shelf_life_days": chance.choice(("30天", "12个月")),
        "storage": "常温", "season": chance.choice(("全年", "10-3月")), "gi": chance.choice(("秭归脐橙", "否")),
        "certification": chance.choice(("绿色食品", "无")), "licence_number": f"SC1074205270{number % 9999:04d}",
        "gross_weight_kg": grams / 1000 + 0.5, "barcode": _barcode(690_000_000_000 + number),
        "description": f"{number}号。{SENTENCE * chance.randint(1, 4)}", "keywords": f"{kind};秭归;鲜果",
        "on_sale": "是",
    }  # fmt: skip


def _barcode(number):
    digits = str(number)
    total = sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


def _line(number, values, strings):
    cells = "".join(_cell(f"{_letters(place)}{number}", value, strings) for place, value in enumerate(values))
    return f'<row r="{number}" spans="1:27" ht="24" customHeight="1">{cells}</row>'


def _cell(address, value, strings):
    if value is None:
        return f'<c r="{address}"/>'
    if isinstance(value, int | float):
        return f'<c r="{address}"><v>{value}</v></c>'
    return f'<c r="{address}" t="s"><v>{strings.setdefault(value, len(strings))}</v></c>'


def _letters(place):
    return chr(65 + place) if place < 26 else f"A{chr(39 + place)}"


def _shared(strings):
    items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in strings)
    return f'<sst xmlns="{MAIN}" count="{len(strings)}" uniqueCount="{len(strings)}">{items}</sst>'


def _drawing(pictures):
    names = [f"rId{number}" for number in range(1, len(pictures) + 1)]
    anchors = "".join(
        workbooks.two_cell(place, place + 1, workbooks.picture(name)) for place, name in enumerate(names, start=1)
    )
    spaces = f'xmlns:xdr="{DRAWING}" xmlns:a="{ART}" xmlns:r="{RELATIONS}"'
    media = workbooks.anchored(media=dict(zip(names, pictures, strict=True)))
    return media | {"xl/drawings/drawing1.xml": f"<xdr:wsDr {spaces}>{anchors}</xdr:wsDr>"}
