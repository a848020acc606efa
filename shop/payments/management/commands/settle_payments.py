"""``manage.py settle_payments``: to be run by a scheduler every few minutes while online payment is on."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from shop.payments import reconciling


class Command(BaseCommand):
    help = "核对在线付款和退款：补上漏收的消息，取消超时未付的订单，重发没有回应的退款。重复运行不会重复办理。"

    def handle(self, **options):
        report = reconciling.settle_all(at=timezone.now())
        self.stdout.write(
            f"核对付款 {report.payments} 笔，退款 {report.refunds} 笔，消息 {report.events} 条；"
            f"超时取消订单 {report.cancelled} 张。"
        )
        for fault in report.faults:
            self.stderr.write(f"支付渠道没有回应：{fault}")
