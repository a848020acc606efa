"""Remove events of the audit trail that are older than it is kept."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from shop.trail import chain


class Command(BaseCommand):
    help = "清理超过保存期（TRAIL_DAYS，至少 183 天）的审计记录。"

    def handle(self, *args, **options):
        self.stdout.write(f"已清理 {chain.purge(at=timezone.now())} 条。")
