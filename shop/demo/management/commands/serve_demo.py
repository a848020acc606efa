"""``manage.py serve_demo``: everything that ``make demo`` needs after the virtual environment; PORT says where."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from oscar.core.loading import get_model

from shop import static_files
from shop.demo import logins, people, processes

# Static files of apps whose pages are not ours.
LEFT_OUT = ["admin", "django_tables2", "flatpages", "oscar", "treebeard"]


class Command(BaseCommand):
    help = "准备演示站点并启动：数据库、演示数据、搜索索引、网站和后台任务。环境变量 PORT 指定端口。"

    def handle(self, **options):
        port = _port()
        if not processes.is_free(port):
            raise CommandError(
                f"端口 {port} 已被占用。请先停掉占用它的程序，或换一个端口，如：PORT={port + 1} make demo"
            )
        self._prepare()
        try:
            processes.run(port, ready=lambda: self._tell(port))
        except processes.Ended as ended:
            raise CommandError(str(ended)) from ended
        self.stdout.write("演示站点已停止。")

    def _prepare(self):
        if _is_behind():
            self.stdout.write("建立数据库……")
            call_command("migrate", verbosity=0)
        _collect_static()
        before = _sold()
        call_command("load_demo", without_logins=True, stdout=self.stdout)
        call_command("complete_pictures", stdout=StringIO())
        if _sold() != before or not _has_index():
            call_command("update_search_index", stdout=self.stdout)
        connection.close()

    def _tell(self, port):
        address = f"http://{processes.HOST}:{port}"
        lines = ["", *logins.table(), "", f"所有演示账号的密码：{people.PASSWORD}", f"演示站点已启动：{address}"]
        self.stdout.write("\n".join([*lines, "按 Ctrl+C 停止。", ""]))
        self.stdout.flush()


def _port():
    text = os.environ.get("PORT", "8000")
    if not text.isdigit() or not 0 < int(text) < 65535:
        raise CommandError(f"PORT 须是 1 到 65534 之间的数字，现在是“{text}”。")
    return int(text)


def _collect_static():
    """Make static files ready for a server, in a process whose settings are the server's; Oscar's are not used."""
    if _is_collected():
        return
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    left_out = [part for name in LEFT_OUT for part in ("-i", name)]
    environment = {**os.environ, "STATIC_COLLECTED": "1"}
    subprocess.run([*command, *left_out], cwd=settings.BASE_DIR, env=environment, check=True)  # noqa: S603 (our own)


def _is_collected():
    """Tell whether no static file, nor what they are made ready with, is newer than what was made of them."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists():
        return False
    found = [storage.path(name) for finder in finders.get_finders() for name, storage in finder.list(LEFT_OUT)]
    made = manifest.stat().st_mtime
    return all(Path(path).stat().st_mtime < made for path in [*found, static_files.__file__])


def _is_behind():
    """Tell whether a migration is missing; looking costs less than migrating in vain."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _sold():
    return get_model("catalogue", "Product").objects.count()


def _has_index():
    folder = Path(settings.HAYSTACK_CONNECTIONS["default"]["PATH"])
    return folder.is_dir() and any(folder.iterdir())
