"""Give every order that was sent its one shipment with all its packs, and every acceptance the shipment it signed."""

from django.db import migrations

SENT = ["SHIPPED", "ACCEPTED"]


def create(apps, schema_editor):
    orders = apps.get_model("procurement", "PurchaseOrder").objects.filter(status__in=SENT, shipments=None)
    for order in orders.prefetch_related("order__lines", "moves").iterator(chunk_size=500):
        shipment = _shipment(apps, order)
        order.acceptances.update(shipment=shipment)


def _shipment(apps, order):
    move = next((move for move in order.moves.all() if move.new == "SHIPPED" and move.old != "SHIPPED"), None)
    shipment = order.shipments.create(
        position=1,
        carrier=order.carrier,
        waybill=order.waybill,
        shipped_at=order.shipped_at or (move.at if move else order.placed_at),
        by_id=move.by_id if move else None,
    )
    lines = apps.get_model("procurement", "ShipmentLine")
    rows = [lines(shipment=shipment, line_id=line.pk, quantity=line.quantity) for line in order.order.lines.all()]
    lines.objects.bulk_create(rows)
    return shipment


class Migration(migrations.Migration):
    dependencies = [("procurement", "0011_shipments_and_claims")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
