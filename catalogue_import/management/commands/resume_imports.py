"""``manage.py resume_imports``: go on with imports whose worker died."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from catalogue_import import leases, work
from catalogue_import.models import CatalogueImport


class Command(BaseCommand):
    help = "接着做中断了的导入：读取、写入或撤销。正在做的不受影响。"

    def handle(self, **options):
        for stalled in leases.stalled():
            work.go_on(import_pk=stalled.pk, at=timezone.now())
            status = CatalogueImport.objects.get(pk=stalled.pk).get_status_display()
            self.stdout.write(f"{stalled.pk} {stalled.name}：{status}")
