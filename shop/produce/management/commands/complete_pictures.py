"""``manage.py complete_pictures``: make the smaller pictures that are missing."""

from django.core.management.base import BaseCommand
from oscar.core.loading import get_model

from shop.produce import pictures


class Command(BaseCommand):
    help = "补齐商品图片缺少的小图；图片尺寸有变化后运行一次，可重复运行。"

    def handle(self, **options):
        names = get_model("catalogue", "ProductImage").objects.order_by().values_list("original", flat=True).distinct()
        made = sum(pictures.complete(name) for name in names.iterator())
        self.stdout.write(f"补齐了 {made} 张图片的小图。")
