"""The partner regions and the counties inside them."""

from shop.produce.models import Region

from . import tables


def load():
    """Create the regions that are missing; return how many there are."""
    for position, row in enumerate(tables.read("regions"), start=1):
        Region.objects.get_or_create(
            code=row["code"],
            defaults={
                "name": row["name_zh"],
                "slug": row["slug"],
                "province": row["province"],
                "introduction": row["introduction_zh"],
                "landscape": row["landscape_keyword"],
                "position": position,
            },
        )
    parents = by_slug()
    for row in tables.read("counties"):
        parent = parents[row["region_slug"]]
        facts = {"name": row["name_zh"], "slug": row["slug"], "parent": parent, "province": parent.province}
        Region.objects.get_or_create(code=row["code"], defaults={**facts, "position": parent.position})
    return len(parents)


def by_slug():
    """Return the partner regions by slug."""
    return {region.slug: region for region in Region.objects.partners()}
