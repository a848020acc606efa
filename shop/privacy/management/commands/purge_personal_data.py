"""Forget what orders of closed accounts still say of their person, once it need not be kept any more."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from shop.privacy import erasure


class Command(BaseCommand):
    help = "清除已注销账号超过保存期（PERSONAL_DATA_YEARS，至少 3 年）的订单上的收货人、电话和地址。"

    def handle(self, *args, **options):
        self.stdout.write(f"已清除 {erasure.purge(at=timezone.now())} 条。")
