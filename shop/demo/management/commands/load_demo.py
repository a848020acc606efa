"""``manage.py load_demo [--without-history] [--without-logins]``."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shop.demo import (
    articles,
    catalogue,
    history,
    logins,
    newcomers,
    people,
    places,
    plans,
    reports,
    suppliers,
    units,
    workbooks,
)
from shop.produce import editions


class Command(BaseCommand):
    help = "写入演示数据；已有的不重复写。最后列出可以登录的人。"

    def add_arguments(self, parser):
        parser.add_argument("--without-history", action="store_true", help="不写一年的订单")
        parser.add_argument("--without-logins", action="store_true", help="不列出登录")

    def handle(self, *, without_history, without_logins, **options):
        if settings.HTTPS and not settings.DEMO:
            raise CommandError("这里是正式站点，演示账号的密码是公开的，不能写入。确要演示请设 DEMO=1。")
        start, at = time.monotonic(), timezone.localtime()
        self._load_base(at)
        self.stdout.write("商品：")
        self.stdout.write(f"  共 {workbooks.load(at=at, tell=self.stdout.write)} 种，目录在 {workbooks.folder()}")
        if not without_history:
            self.stdout.write("一年的订单：" + ("已写入" if history.load(at=at) else "已有，未改动"))
        self.stdout.write(f"供货商申请与证照 {newcomers.load(at=at)}")
        editions.turn()
        self.stdout.write(f"演示数据就绪，用时 {time.monotonic() - start:.1f} 秒。")
        if not without_logins:
            self._tell_logins()

    def _load_base(self, at):
        self.stdout.write(f"协作地区 {places.load()}，分类 {catalogue.load()}，账号 {people.load()}")
        self.stdout.write(f"供应商 {suppliers.load()}，采购单位 {units.load()}，任职 {people.load_memberships()}")
        year = plans.load(at=at)
        self.stdout.write(f"年度方案 {year}，自定义表 {reports.load(year=year, at=at)}，文章 {articles.load(at=at)}")

    def _tell_logins(self):
        lines = ["", *logins.table(), "", f"所有演示账号的密码：{people.PASSWORD}", f"地址：{settings.SITE_URL}", ""]
        self.stdout.write("\n".join(lines))
