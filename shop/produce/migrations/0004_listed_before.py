"""Products on sale before there was a review count as listed, with the price they have as their first."""

from django.db import migrations
from django.utils import timezone


def note_listed(apps, schema_editor):
    record = apps.get_model("partner", "StockRecord")
    request, change = (apps.get_model("produce", name) for name in ("ListingRequest", "PriceChange"))
    rows = record.objects.exclude(price=None).values_list("product", "product__is_public", "price").distinct()
    at, rows = timezone.now(), list(rows)
    change.objects.bulk_create([change(product_id=pk, new=price, at=at) for pk, _, price in rows], batch_size=500)
    listed = [(pk, price) for pk, is_public, price in rows if is_public]
    facts = {"kind": "FIRST", "state": "APPROVED", "asked_at": at, "decided_at": at}
    request.objects.bulk_create(
        [request(product_id=pk, new_price=price, **facts) for pk, price in listed], batch_size=500
    )


class Migration(migrations.Migration):
    dependencies = [
        ("produce", "0003_listing_requests_and_prices"),
        ("partner", "0007_partneraddress_code"),
        ("catalogue", "0032_category_exclude_from_menu_category_long_description"),
    ]
    operations = [migrations.RunPython(note_listed, migrations.RunPython.noop)]
