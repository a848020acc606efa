"""Every file of the corpus ends as it should, in bounded processor time and 300 MiB, the worker alive."""

import json
import subprocess
import sys

import pytest

from .corpus import cases

# Of processor time. Wanted are 10; a machine half as fast, or shared, is no fault of the reader.
SECONDS, MEBIBYTES = 15, 300
CASES = cases()


@pytest.fixture(scope="module")
def reader():
    """Return a function that has a file read in a child process, and returns what the child told."""
    command = [sys.executable, "-m", "tests.catalogue_import.corpus.child"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        json.loads(server.stdout.readline())

        def read(path, name):
            server.stdin.write(json.dumps({"path": str(path), "name": name}) + "\n")
            server.stdin.flush()
            return json.loads(server.stdout.readline())

        yield read
        server.stdin.close()


def test_the_corpus_holds_at_least_60_files():
    assert len({case.name for case in CASES}) == len(CASES) >= 60


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_file_of_the_corpus_ends_as_it_should(case, reader, tmp_path):
    path = tmp_path / "upload"
    path.write_bytes(case.build())

    told = reader(path, case.file)

    assert "error" not in told, told
    assert told["seconds"] < SECONDS
    assert told["peak_mib"] < MEBIBYTES
    if case.sentences:
        assert told.get("refused", "").startswith(case.sentences), told
    else:
        assert (told.get("rows"), told.get("images")) == (case.rows, case.images), told
        assert told["mistakes"] == len(case.mistakes), told
        assert all(part in message for part, message in zip(case.mistakes, told["messages"], strict=False))
