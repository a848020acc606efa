"""Uploaded files and the pictures taken out of them, in the private storage under names nobody can guess."""

import secrets
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from shop.produce import pictures


def keep_upload(file):
    """Store an uploaded file; return its name in the private storage."""
    return storages["private"].save(f"imports/{secrets.token_urlsafe(24)}/upload", file)


def delete_upload(name):
    """Delete an uploaded file and the folder that was made for it."""
    storage = storages["private"]
    storage.delete(name)
    storage.delete(name.rpartition("/")[0])


def staged_imports():
    """Return the primary keys of the imports whose pictures are kept."""
    folder = "imports/pictures"
    storage = storages["private"]
    names = storage.listdir(folder)[0] if storage.exists(folder) else []
    return {int(name) for name in names if name.isdigit()}


@contextmanager
def as_path(name):
    """Give an uploaded file as a path, wherever the storage keeps it."""
    with tempfile.NamedTemporaryFile(prefix="upload-") as copy, storages["private"].open(name) as source:
        shutil.copyfileobj(source, copy)
        copy.flush()
        yield Path(copy.name)


THUMBNAIL_SIDE = 120


class Staged:
    """Pictures of one import between reading and applying; those the shop already has are not kept again."""

    def __init__(self, import_pk):
        self.folder = f"imports/pictures/{import_pk}"

    def keep(self, jpeg):
        """Keep a JPEG until the import is applied; return its digest."""
        digest = pictures.digest(jpeg)
        if not pictures.is_stored(digest) and not storages["private"].exists(self._name(digest)):
            storages["private"].save(self._name(digest), ContentFile(jpeg))
        return digest

    def store(self, digest):
        """Put a kept picture into the shop; return whether it is there now."""
        if pictures.is_stored(digest):
            return True
        if not storages["private"].exists(self._name(digest)):
            return False
        with storages["private"].open(self._name(digest)) as file:
            pictures.store(file.read())
        return True

    def thumbnail(self, digest):
        """Return a small WebP of a kept picture as bytes, or None when it is not kept (any more).

        It is made once, when somebody first looks at it, and kept beside the picture.
        """
        storage, name = storages["private"], self._name(digest)
        small = name.removesuffix(".jpg") + ".webp"
        if storage.exists(small):
            return storage.open(small).read()
        if not storage.exists(name):
            return None
        with storage.open(name) as file:
            thumbnail = pictures.thumbnail(file.read(), THUMBNAIL_SIDE)
        storage.save(small, ContentFile(thumbnail))
        return thumbnail

    def forget(self):
        """Delete what was kept."""
        storage = storages["private"]
        if storage.exists(self.folder):
            for name in storage.listdir(self.folder)[1]:
                storage.delete(f"{self.folder}/{name}")
            storage.delete(self.folder)

    def _name(self, digest):
        return f"{self.folder}/{digest}.jpg"
