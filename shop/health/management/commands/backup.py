"""``manage.py backup``: the whole site in one folder below ``BACKUP_DIR``."""

from datetime import UTC

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shop.health import backups, database_copies


class Command(BaseCommand):
    help = "备份数据库、图片和私有文件到 BACKUP_DIR 下的一个文件夹，附校验清单；网站不必停。"

    def add_arguments(self, parser):
        parser.add_argument("--keep", type=int, default=14, metavar="份", help="保留最新的几份（默认 14，0 为全部）")

    def handle(self, *, keep, **options):
        try:
            folder = backups.make(at=timezone.now().astimezone(UTC))
        except (database_copies.Failed, OSError) as fault:
            raise CommandError(f"备份没有完成：{fault}") from fault
        forgotten = backups.forget_old(keep=keep)
        self.stdout.write(f"已备份到 {folder}，清理旧备份 {forgotten} 份。")
