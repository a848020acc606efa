"""Bring the approvals of before into the new record: one request a submission, one step, its decision if there was one.

Only what still stands gets a digest: the lines of an earlier, returned submission are not known any more.
"""

from decimal import Decimal
from hashlib import sha256

from django.db import migrations

STEPS = [{"name": "审批", "people": []}]
KINDS = {"APPROVED": "APPROVED", "RETURNED": "RETURNED"}


def create(apps, schema_editor):
    moves = apps.get_model("procurement", "GroupOrderMove").objects.filter(new__in=["SUBMITTED", *KINDS])
    last = {}
    for move in moves.select_related("group_order").order_by("group_order_id", "at", "pk").iterator():
        if move.old == move.new:
            continue
        if move.new == "SUBMITTED":
            last[move.group_order_id] = _request(apps, move)
        elif move.group_order_id in last:
            _decision(apps, last[move.group_order_id], move)
    _seal(last.values())


def _request(apps, move):
    return apps.get_model("procurement", "ApprovalRequest").objects.create(
        group_order=move.group_order, by=move.by, at=move.at, words=move.reason, steps=STEPS, total_amount=Decimal(0)
    )


def _decision(apps, request, move):
    kind = KINDS[move.new]
    if kind == "RETURNED" and (move.old == "APPROVED" or move.reason == "经办人撤回调整"):
        kind = "RECALLED"
    facts = {"by": move.by, "at": move.at, "words": move.reason}
    request.decisions.create(step=0, step_name="审批", kind=kind, **facts)


def _seal(requests):
    for request in requests:
        items = request.group_order.items.filter(is_dropped=False, quantity__gt=0)
        lines = sorted(items.values_list("product_id", "quantity", "unit_price"))
        request.total_amount = sum((price * quantity for _, quantity, price in lines), Decimal("0.00"))
        if request.group_order.status not in ("CLOSED", "RETURNED", "OPEN", "CANCELLED"):
            request.digest = _digest(lines, request.total_amount)
        request.save()
        request.decisions.update(digest=request.digest)


def _digest(lines, total):
    rows = [f"{product} {quantity} {price:.2f}" for product, quantity, price in lines]
    return sha256("\n".join([*rows, f"{total:.2f}"]).encode()).hexdigest()


class Migration(migrations.Migration):
    dependencies = [("procurement", "0005_approvals")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
