"""A whole copy of the site in one folder, with a manifest of checksums, and the way back.

The database is copied first and the files after it: a file is stored before a row names it and never changed
afterwards, so whatever the copied rows name is there. A folder without ``manifest.json`` is no backup.
"""

import hashlib
import json
import shutil
import tarfile
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages

from . import database_copies

MANIFEST, STAMP = "manifest.json", "%Y%m%dT%H%M%SZ"
STORES = {"default": "media.tar", "private": "private.tar"}
BLOCK = 2**20


class Unusable(Exception):
    """A backup cannot be used, or must not be used here; the message says why in Chinese."""


def make(*, at):
    """Make a backup below ``BACKUP_DIR`` and return its folder.

    :param at: UTC; the folder is named after it.
    """
    folder = Path(settings.BACKUP_DIR)
    unfinished, done = folder / f"unfinished-{at:{STAMP}}", folder / f"{at:{STAMP}}"
    unfinished.mkdir(parents=True, mode=0o700)
    kind = database_copies.copy(unfinished)
    for alias, name in STORES.items():
        root = root_of(alias)
        if root:
            _pack(root, unfinished / name)
    files = {path.name: {"bytes": path.stat().st_size, "sha256": digest(path)} for path in sorted(unfinished.iterdir())}
    manifest = {"made_at": at.isoformat(), "database": kind, "files": files}
    (unfinished / MANIFEST).write_text(json.dumps(manifest, indent=1))
    unfinished.rename(done)
    return done


def forget_old(*, keep):
    """Delete all but the newest whole backups and what was left unfinished before them; return how many."""
    whole = sorted(path.parent for path in Path(settings.BACKUP_DIR).glob(f"*/{MANIFEST}"))
    old = whole[:-keep] if keep else []
    if whole:
        newest = whole[-1].name
        old += [path for path in Path(settings.BACKUP_DIR).glob("unfinished-*") if path.name[11:] < newest]
    for path in old:
        shutil.rmtree(path)
    return len(old)


def read(folder):
    """Return the manifest of a backup after checking every file against it.

    :raises Unusable: if a file is missing, was changed, or there is no manifest.
    """
    path = Path(folder) / MANIFEST
    if not path.is_file():
        raise Unusable(f"{folder} 里没有 {MANIFEST}，不是完整的备份。")
    manifest = json.loads(path.read_text())
    for name, facts in manifest["files"].items():
        file = Path(folder) / name
        if not file.is_file() or file.stat().st_size != facts["bytes"] or digest(file) != facts["sha256"]:
            raise Unusable(f"备份里的 {name} 缺失或已损坏，与清单不符。")
    return manifest


def restore(folder, *, replace=False):
    """Bring a backup back into an empty database and empty folders.

    :param replace: throw away what is there first.
    :raises Unusable: if the backup is damaged, of another kind of database, or something is there already.
    """
    manifest = read(folder)
    roots = {name: root_of(alias) for alias, name in STORES.items() if name in manifest["files"]}
    if manifest["database"] != database_copies.kind():
        raise Unusable(f"这份备份来自 {manifest['database']}，现在设置的数据库是 {database_copies.kind()}。")
    if None in roots.values():
        raise Unusable("备份里有文件，而现在设置的文件存放在对象存储，请先改回本机目录。")
    if not replace and (not database_copies.is_empty() or any(map(_has_files, roots.values()))):
        raise Unusable("数据库或文件目录不是空的。确认要覆盖时加 --replace。")
    database_copies.bring_back(Path(folder))
    for name, root in roots.items():
        _unpack(Path(folder) / name, root)


def root_of(alias):
    """Return the folder of a store of files, or None when it is not on this machine."""
    storage = storages[alias]
    return Path(storage.location) if isinstance(storage, FileSystemStorage) else None


def digest(path):
    """Return the SHA-256 of a file in hex."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            found.update(block)
    return found.hexdigest()


def _has_files(root):
    return root.is_dir() and any(path.is_file() for path in root.rglob("*"))


def _pack(root, target):
    root.mkdir(parents=True, exist_ok=True)
    with tarfile.open(target, "w") as tar:
        for path in sorted(root.rglob("*")):
            if path.is_file() and not path.is_symlink():
                _add(tar, path, str(path.relative_to(root)))


def _add(tar, path, name):
    try:
        tar.add(path, arcname=name, recursive=False)
    except FileNotFoundError:
        # Somebody deleted it since we looked; no row of the copied database may need it then.
        return


def _unpack(archive, root):
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    with tarfile.open(archive) as tar:
        tar.extractall(root, filter="data")
