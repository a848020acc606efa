"""``manage.py purge_collections``: forget what collections keep for a while only; for a nightly job."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from procurement.collection import retention


class Command(BaseCommand):
    help = "清理集中采购里只保留一段时间的内容：14 天没有确认的征集表、一小时前的口令试填记录。"

    def handle(self, **options):
        self.stdout.write(f"清理了 {retention.purge(at=timezone.now())} 份没有确认的征集表。")
