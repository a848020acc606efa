from django.core.management.base import BaseCommand

from shop.search import index


class Command(BaseCommand):
    help = "Build the search index anew from the products on sale."

    def handle(self, **options):
        index.rebuild()
        self.stdout.write("搜索索引已重建。")
