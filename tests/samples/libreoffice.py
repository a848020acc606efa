"""A workbook that LibreOffice itself writes, from a flat document with a picture lying over a cell."""

import base64
import shutil
import subprocess
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

from .frame import HEADERS
from .pictures import ROWS, jpeg

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{part}:1.0"'
    for name, part in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("draw", "drawing"),
        ("svg", "svg-compatible"),
    )
)


def over_cells(path):
    """Write the file, if LibreOffice is installed here."""
    office = shutil.which("soffice")
    if not office:
        return
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{path.stem}.fods"
        source.write_text(_document(), "utf-8")
        command = [office, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "xlsx"]
        subprocess.run([*command, "--outdir", folder, str(source)], check=True, capture_output=True, timeout=180)
        shutil.copyfile(Path(folder) / f"{path.stem}.xlsx", path)


def _document():
    rows = "".join(_row(row, color) for row, color in zip([HEADERS, *ROWS], ("", "red", "", "blue"), strict=True))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {SPACES} office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet>'
        f'<table:table table:name="供货目录">{rows}</table:table></office:spreadsheet></office:body></office:document>'
    )


def _row(values, color):
    return f"<table:table-row>{''.join(map(_cell, values))}{_picture(color) if color else ''}</table:table-row>"


def _cell(value):
    if isinstance(value, str):
        text = f"<text:p>{escape(value)}</text:p>"
        return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{value}"/>'


def _picture(color):
    data = base64.b64encode(jpeg(color)).decode()
    size = 'svg:width="0.8cm" svg:height="0.4cm" svg:x="0.05cm" svg:y="0.02cm"'
    image = f"<draw:image><office:binary-data>{data}</office:binary-data></draw:image>"
    return f"<table:table-cell><draw:frame {size}>{image}</draw:frame></table:table-cell>"
