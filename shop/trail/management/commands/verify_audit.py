"""Check that no event of the audit trail was changed or removed."""

import sys

from django.core.management.base import BaseCommand

from shop.trail import chain


class Command(BaseCommand):
    help = "核对审计记录的摘要链；每处不符一行，退出码 1。"

    def handle(self, *args, **options):
        wrong = list(chain.verify())
        for sentence in wrong:
            self.stdout.write(sentence)
        if wrong:
            sys.exit(1)
        self.stdout.write("审计记录完整。")
