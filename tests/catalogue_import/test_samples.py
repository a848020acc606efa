"""The sample files are read as their table says, and are what their script writes."""

import io

import pytest
from PIL import Image

from tests.samples.expected import EXPECTED
from tests.samples.make import FILES, FOLDER

COLORS = {"red": (254, 0, 0), "blue": (0, 0, 254), "lime": (0, 255, 1)}


def color(jpeg):
    pixel = Image.open(io.BytesIO(jpeg)).getpixel((5, 5))
    return min(COLORS, key=lambda name: sum(abs(a - b) for a, b in zip(COLORS[name], pixel, strict=True)))


def test_every_sample_has_its_outcome():
    assert sorted(EXPECTED) == sorted(FILES)
    assert all((FOLDER / name).exists() for name in FILES)


@pytest.mark.parametrize("name", FILES)
def test_a_sample_is_read_as_expected(name, read):
    found = read((FOLDER / name).read_bytes(), name)

    assert [row.number for row in found.rows] == [row.number for row in EXPECTED[name]]
    for row, expected in zip(found.rows, EXPECTED[name], strict=True):
        assert {key: row.values.get(key) for key in expected.values} == expected.values
        assert [color(found.kept[digest]) for digest in row.values.get("pictures", ())] == list(expected.pictures)
        assert {mistake.cell for mistake in row.mistakes} == set(expected.mistakes), row.mistakes
        assert all(expected.mistakes[mistake.cell] in mistake.message for mistake in row.mistakes)


@pytest.mark.parametrize("name", [name for name in FILES if not name.startswith("libreoffice")])
def test_the_script_writes_the_same_sample_again(name, tmp_path):
    FILES[name](tmp_path / name)

    assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes()
