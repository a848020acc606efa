"""The drill: a site that is in use is backed up, lost, and brought back at a fresh place; the ledger agrees."""

import shutil
from pathlib import Path

import pytest

from . import sites

pytestmark = pytest.mark.faults


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_was_backed_up_comes_back_whole_at_a_fresh_place(tmp_path, kind):
    if kind == "postgresql" and not sites.find_postgresql():
        pytest.skip("no PostgreSQL server answers")
    backups = tmp_path / "backups"
    with sites.database(kind, tmp_path) as old, sites.database(f"{kind} empty", tmp_path) as new:
        lost = sites.Site(tmp_path / "lost", old, BACKUP_DIR=str(backups))
        lost.manage("seed_scale", "--products", "20", "--units", "5", "--entries", "200")
        for store, name in (("media", "橙子.jpg"), ("private", "slips/a.pdf")):
            (lost.folder / store / name).parent.mkdir(parents=True, exist_ok=True)
            (lost.folder / store / name).write_text(name)
        before = lost.manage("verify_ledger").stdout
        lost.manage("backup")
        (folder,) = map(Path, backups.iterdir())
        shutil.rmtree(lost.folder)

        found = sites.Site(tmp_path / "found", new, BACKUP_DIR=str(backups))
        said = found.manage("restore", str(folder)).stdout
        again = found.manage("restore", str(folder), check=False)

    assert "全部一致" in before and said.endswith(before)
    assert (found.folder / "media/橙子.jpg").read_text() == "橙子.jpg"
    assert (found.folder / "private/slips/a.pdf").read_text() == "slips/a.pdf"
    assert again.returncode == 1 and "不是空的" in again.stderr
