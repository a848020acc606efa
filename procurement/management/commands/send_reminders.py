"""``manage.py send_reminders``: to be run by a scheduler, every hour or every morning."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from procurement import reminders
from procurement.sellers import licences
from shop.inbox import deliveries


class Command(BaseCommand):
    help = (
        "证照到期的供应商自动下架；提醒该办事的人：快到和已过的截止时间、等待多日的待办；"
        "并重发没有送达的邮件和群消息。重复运行不会重复提醒。"
    )

    def handle(self, **options):
        at = timezone.now()
        ended = licences.expire(at=at)
        written, due = reminders.send(at=at), deliveries.resume(at=at)
        if ended:
            self.stdout.write(f"证照到期，下架 {ended} 家供应商的商品。")
        self.stdout.write(f"新提醒 {written} 条；重发 {due} 件。")
