"""Hold the ledger against orders, acceptances and payments; each difference on a line."""

import sys

from django.core.management.base import BaseCommand

from procurement.figures import verification

DIFFERENT = 1


class Command(BaseCommand):
    help = "核对台账与订单、验收、收付款是否一致；一致时退出码为 0，否则逐条列出差异，退出码为 1。"

    def handle(self, *args, **options):
        found = 0
        for found, difference in enumerate(verification.differences(), start=1):  # noqa: B007
            self.stdout.write(difference)
        entries, lines, orders = verification.counts()
        checked = f"已核对 {entries} 条台账、{orders} 张采购订单、{lines} 条订单明细"
        if found:
            self.stderr.write(f"{checked}：{found} 处不一致。")
            sys.exit(DIFFERENT)
        self.stdout.write(f"{checked}：全部一致。")
