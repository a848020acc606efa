"""Real files with something wrong in them: the reader refuses them in words, or reads what is there. Nothing else."""

import hashlib
import io
import json
import os
import re
import warnings
import zipfile
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue_import import reading
from catalogue_import.workbook.refusals import Refused
from tests.samples.make import FILES, FOLDER

from .workbooks import zipped

VALUES = st.sampled_from(
    '0 -1 1 2 99999999999999999999 2147483648 1e9 1.5 NaN rId1 rId99 A0 XFD1048577 A1:XFD1048576 s str inlineStr e b d '
    'n zzz ../../x /xl/workbook.xml http://x External true 一 １ &amp;'.split() + ["", " "]
)  # fmt: skip
ATTRIBUTE = re.compile(rb'="[^"]*"')
ELEMENT = re.compile(rb"<[^<>]*>")


@cache
def sample(name):
    return (FOLDER / name).read_bytes()


@cache
def entries(name):
    with zipfile.ZipFile(io.BytesIO(sample(name))) as file:
        return {entry: file.read(entry) for entry in file.namelist()}


def check(read, data, name):
    """Read a file; whatever comes out of it must be fit for people and for the database."""
    try:
        found = read(data, name)
    except Refused as refusal:
        assert str(refusal).endswith("。")
        return
    for row in found.rows:
        written = json.dumps([row.values, [mistake.as_json() for mistake in row.mistakes]], ensure_ascii=False)
        assert "\0" not in written and r"\u0000" not in written
        written.encode()


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """Return a function that reads bytes, as the fixture ``read`` does, for many examples of one test."""
    from django.conf import settings as site

    from catalogue_import.parse.lookups import Context

    path = tmp_path_factory.mktemp("mutations") / "upload"
    categories = ["水果", "水果 > 脐橙", "水果 > 苹果"]
    context = Context.of(categories=categories, places={"秭归县": "秭归县"}, region="秭归县")
    limits = site.WORKBOOK_LIMITS

    def run(data, name):
        path.write_bytes(data)
        return reading.read(path=path, name=name, context=context, limits=limits, keep=digest)

    return run


def digest(jpeg):
    return hashlib.sha256(jpeg).hexdigest()


# MUTATIONS=3000 looks longer than every run of the tests can.
EXAMPLES = int(os.environ.get("MUTATIONS", "60"))
many = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
names = st.sampled_from(sorted(FILES))


@many
@given(name=names, changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_bytes_changed_anywhere_in_the_file(reader, name, changes):
    data = bytearray(sample(name))
    for place, value in changes:
        data[int(place * (len(data) - 1))] = value

    check(reader, bytes(data), name)


@many
@given(name=names, start=st.floats(0, 1), length=st.integers(1, 3000))
def test_bytes_missing_anywhere_in_the_file(reader, name, start, length):
    data = sample(name)
    at = int(start * len(data))

    check(reader, data[:at] + data[at + length :], name)


@many
@given(name=names, data=st.data())
def test_bytes_changed_inside_a_part(reader, name, data):
    parts = dict(entries(name))
    part = data.draw(st.sampled_from(sorted(parts)))
    content = bytearray(parts[part])
    for place, value in data.draw(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=6)):
        if content:
            content[int(place * (len(content) - 1))] = value
    parts[part] = bytes(content)

    check(reader, repacked(parts), name)


@many
@given(name=names, data=st.data())
def test_parts_missing_or_standing_for_each_other(reader, name, data):
    parts = dict(entries(name))
    dropped = data.draw(st.sets(st.sampled_from(sorted(parts)), max_size=3))
    first, second = data.draw(st.tuples(st.sampled_from(sorted(parts)), st.sampled_from(sorted(parts))))
    parts[first] = parts[second]

    check(reader, repacked({part: content for part, content in parts.items() if part not in dropped}), name)


@many
@given(name=names, data=st.data())
def test_attributes_with_other_values(reader, name, data):
    parts = dict(entries(name))
    part = data.draw(st.sampled_from([each for each in sorted(parts) if each.endswith((".xml", ".rels"))] or [*parts]))
    for _ in range(data.draw(st.integers(1, 4))):
        places = list(ATTRIBUTE.finditer(parts[part]))
        if places:
            place = data.draw(st.sampled_from(places))
            value = f'="{data.draw(VALUES)}"'.encode()
            parts[part] = parts[part][: place.start()] + value + parts[part][place.end() :]

    check(reader, repacked(parts), name)


@many
@given(name=names, data=st.data())
def test_elements_left_out_or_said_twice(reader, name, data):
    parts = dict(entries(name))
    part = data.draw(st.sampled_from([each for each in sorted(parts) if each.endswith((".xml", ".rels"))] or [*parts]))
    for times in data.draw(st.lists(st.sampled_from([0, 2, 3]), min_size=1, max_size=4)):
        places = list(ELEMENT.finditer(parts[part]))
        if places:
            place = data.draw(st.sampled_from(places))
            parts[part] = parts[part][: place.start()] + place[0] * times + parts[part][place.end() :]

    check(reader, repacked(parts), name)


@many
@given(name=names, texts=st.lists(st.text(max_size=60), min_size=1, max_size=6), data=st.data())
def test_any_text_in_any_cell(reader, name, texts, data):
    parts = dict(entries(name))
    part = next((each for each in parts if each.endswith("sharedStrings.xml")), None)
    places = list(re.finditer(rb"(?<=>)[^<>]+(?=</t>)", parts[part])) if part else []
    for text in texts if places else ():
        written = re.sub(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "_x0000_", text)
        written = written.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()
        parts[part] = parts[part].replace(data.draw(st.sampled_from(places))[0], written)

    check(reader, repacked(parts), name)


def repacked(parts):
    """Return a zip of parts; the inner workbook of a zip keeps its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return zipped(parts)
