"""``manage.py seed_scale --products N --units N --entries N``."""

import time
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shop.demo import scale
from shop.produce import editions


class Command(BaseCommand):
    help = "向空库写入规模测试数据：单位、商品、订单和台账，都标为演示；同样的参数写出同样的数据。"

    def add_arguments(self, parser):
        parser.add_argument("--products", type=int, default=2000, help="商品数，默认 2000")
        parser.add_argument("--units", type=int, default=300, help="单位数，默认 300")
        parser.add_argument("--entries", type=int, default=1_000_000, help="台账条数（约），默认 1000000")
        parser.add_argument("--until", type=date.fromisoformat, help="最后一天，如 2026-10-31，默认今天")

    def handle(self, *, products, units, entries, until, **options):
        if min(products, units, entries) < 1:
            raise CommandError("数量须大于 0。")
        started = time.monotonic()
        facts = {"products": products, "units": units, "entries": entries}
        try:
            written = scale.fill(**facts, until=until or timezone.localdate(), tell=self.stdout.write)
        except scale.NotEmpty as refusal:
            raise CommandError(str(refusal)) from None
        editions.turn()
        self.stdout.write(f"已写入台账 {written} 条，用时 {time.monotonic() - started:.0f} 秒。")
