"""Write the marked file: the workbook, and around it the zip it came in."""

import shutil
import tempfile
import zipfile

from django.conf import settings

from ..private_files import as_path
from ..workbook import archive, bundle
from . import findings, workbook

OLDEST = (1980, 1, 1, 0, 0, 0)
IN_MEMORY = 4 * 2**20


def write(catalogue_import):
    """Return the marked file, open for reading.

    :raises workbook.refusals.Refused: when the kept file can no longer be read.
    """
    found = findings.of(catalogue_import)
    limits = settings.WORKBOOK_LIMITS
    with as_path(catalogue_import.stored_name) as path:
        with bundle.opened(path, catalogue_import.name, limits) as opened:
            marked = _file()
            with zipfile.ZipFile(marked, "w") as target:
                copy(opened.package.zip_file, target, workbook.changes(opened.package, found, limits))
        marked.seek(0)
        if not catalogue_import.name.lower().endswith(".zip"):
            return marked
        return _inside_zip(path, marked)


def copy(source, target, changes):
    """Copy a zip entry by entry; ``changes`` is ``{name: bytes or file, or None to leave it out}``, new names last."""
    changes = dict(changes)
    for entry in source.infolist():
        name = archive.name_of(entry)
        if name in changes:
            content = changes.pop(name)
            if content is not None:
                _put(target, _info(entry, name), content)
            continue
        with source.open(entry) as part:
            _put(target, _info(entry, name), part)
    for name, content in changes.items():
        if content is not None:
            info = zipfile.ZipInfo(name, OLDEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            _put(target, info, content)


def _inside_zip(path, marked):
    """Put the marked workbook in the place of the one in the zip; the pictures beside it stay."""
    out = _file()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w") as target:
        name = next(archive.name_of(entry) for file, entry in bundle.entries(source) if file.endswith(".xlsx"))
        copy(source, target, {name: marked})
    out.seek(0)
    return out


def _file():
    return tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)


def _info(entry, name):
    info = zipfile.ZipInfo(name, max(entry.date_time, OLDEST))
    info.compress_type, info.external_attr = entry.compress_type, entry.external_attr
    return info


def _put(target, info, content):
    with target.open(info, "w") as file:
        if isinstance(content, bytes):
            file.write(content)
        else:
            shutil.copyfileobj(content, file)
