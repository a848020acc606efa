"""``manage.py make_standing_drafts``: to be run by a scheduler, every hour or every morning."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from procurement.collection import standing_orders


class Command(BaseCommand):
    help = "为到了日子的定期采购起草本月的采购单，并通知经办人。重复运行不会重复起草。"

    def handle(self, **options):
        rows = standing_orders.make_due(at=timezone.now())
        skipped = [row for row in rows if row.is_skipped]
        self.stdout.write(f"起草 {len(rows) - len(skipped)} 张，跳过 {len(skipped)} 张。")
        for row in skipped:
            self.stdout.write(f"{row.standing_order.unit.code} {row.standing_order.title}：{row.words}")
