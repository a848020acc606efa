"""Which pictures imports hold, so that none is deleted while it is needed and none is kept that nobody needs."""

from oscar.core.loading import get_model

from shop.produce import pictures

from .models import ImportPicture, KnownPicture

ProductImage = get_model("catalogue", "ProductImage")
BATCH = 500


def hold(catalogue_import, digests):
    """Note that an import may need these pictures: to show, to apply, or to put back when it is undone."""
    rows = [ImportPicture(catalogue_import=catalogue_import, digest=digest) for digest in dict.fromkeys(digests)]
    ImportPicture.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def release(catalogue_import, keep=()):
    """Let go of an import's pictures but some; those that nobody else needs are deleted from the shop."""
    held = dict(catalogue_import.pictures.values_list("pk", "digest"))
    free = [pk for pk, digest in held.items() if digest not in keep]
    for start in range(0, len(free), BATCH):
        ImportPicture.objects.filter(pk__in=free[start : start + BATCH]).delete()
    digests = [held[pk] for pk in free]
    for digest in unneeded(digests):
        pictures.forget(digest)


def unneeded(digests):
    """Return those of some pictures that no product shows and no import holds."""
    free = []
    for start in range(0, len(digests), BATCH):
        batch = digests[start : start + BATCH]
        names = {pictures.name_of(digest): digest for digest in batch}
        shown = ProductImage.objects.filter(original__in=list(names)).values_list("original", flat=True)
        held = set(ImportPicture.objects.filter(digest__in=batch).values_list("digest", flat=True))
        held |= {names[name] for name in shown}
        free += [digest for digest in batch if digest not in held]
    return free


def known(supplier):
    """Return a function that gives the digest of a source's stored picture, or an empty text.

    Pictures that lie in the shop already need not be decoded again, nor those that came out of it with an export.
    """
    found = dict(KnownPicture.objects.filter(supplier=supplier).values_list("source", "digest"))

    def find(source):
        digest = found.get(source, source)
        return digest if pictures.is_stored(digest) else ""

    return find


def remember(supplier, sources):
    """Remember what sources became: ``{SHA-256 of the source: digest of the JPEG}``."""
    rows = [KnownPicture(supplier=supplier, source=source, digest=digest) for source, digest in sources.items()]
    KnownPicture.objects.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=["supplier", "source"], update_fields=["digest"]
    )
