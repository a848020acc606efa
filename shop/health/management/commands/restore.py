"""``manage.py restore FOLDER``: bring a backup back, then check the ledger."""

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from shop.health import backups, database_copies


class Command(BaseCommand):
    help = "从备份恢复数据库和文件，升级数据库结构，重建搜索索引，并核对台账。恢复前请停掉网站和后台任务。"

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="备份文件夹")
        parser.add_argument("--replace", action="store_true", help="覆盖现有的数据库和文件")

    def handle(self, *, folder, replace, **options):
        try:
            backups.restore(folder, replace=replace)
        except (backups.Unusable, database_copies.Failed) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write("数据库和文件已恢复。")
        call_command("migrate", verbosity=0)
        call_command("update_search_index", stdout=self.stdout)
        call_command("verify_ledger", stdout=self.stdout)
