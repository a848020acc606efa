"""``manage.py send_reports``: to be run by a scheduler, every morning."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from procurement.figures.reports import files, schedule


class Command(BaseCommand):
    help = "为订阅的人生成上月、上季度、上年的报表，完成后发消息和邮件；并删除过期的报表文件。重复运行不会重复生成。"

    def handle(self, **options):
        at = timezone.now()
        self.stdout.write(f"新报表 {schedule.send(at=at)} 份；过期删除 {files.forget(at=at)} 份。")
