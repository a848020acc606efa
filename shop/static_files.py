"""Static files as a server gives them out: hashed, compressed, and style sheets whole."""

import re

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'@import url\("([^":]+\.css)"\);')


class WholeSheetsStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's, with the sheets that one imports put in their places.

    A browser would ask for them only after it has read the one that imports them, and show nothing until then.
    """

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            paths = paths | {name: (self, name) for name in paths if self._make_whole(name, *paths[name])}
        yield from super().post_process(paths, dry_run, **options)

    def _make_whole(self, name, storage, path):
        """Write a sheet with what it imports; tell whether it imported anything."""
        if not name.endswith(".css") or not IMPORT.search(text := _read(storage, path)):
            return False
        folder = path.rpartition("/")[0]
        whole = IMPORT.sub(lambda found: _read(storage, f"{folder}/{found[1]}"), text)
        self.delete(name)
        self._save(name, ContentFile(whole.encode()))
        return True


def _read(storage, path):
    with storage.open(path) as file:
        return file.read().decode()
