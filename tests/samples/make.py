"""Write the sample files beside this script: ``python -m tests.samples.make``."""

from pathlib import Path

from . import libreoffice, pictures, texts

FOLDER = Path(__file__).parent
FILES = {
    "excel_over_cells.xlsx": pictures.excel_over_cells,
    "excel_in_cells.xlsx": pictures.excel_in_cells,
    "wps_in_cells.xlsx": pictures.wps_in_cells,
    "zip_with_files.zip": pictures.zip_with_files,
    "pasted_from_everywhere.xlsx": texts.pasted_from_everywhere,
    "header_of_two_rows.xlsx": texts.header_of_two_rows,
    "hidden_and_filtered.xlsx": texts.hidden_and_filtered,
    "rich_inline_and_calculated.xlsx": texts.rich_inline_and_calculated,
    "libreoffice_over_cells.xlsx": libreoffice.over_cells,
}


def main():
    for name, write in FILES.items():
        write(FOLDER / name)


if __name__ == "__main__":
    main()
