"""``manage.py purge_imports``: delete kept files whose time is over; for a nightly job."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from catalogue_import import retention


class Command(BaseCommand):
    help = "清理超过保存期（IMPORT_FILE_DAYS 天）的上传文件；导入记录保留，但不能再撤销。"

    def handle(self, **options):
        self.stdout.write(f"清理了 {retention.purge(at=timezone.now())} 次导入的文件。")
