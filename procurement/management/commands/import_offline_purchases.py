"""``manage.py import_offline_purchases FILE [--dry-run] [--json]``."""

import json
import resource
import sys
import time
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from procurement.offline import batch, imports

REJECTED, REFUSED = 1, 2


class Command(BaseCommand):
    help = (
        "登记线下采购清单（.xlsx）；“附件”一列写的文件从清单所在的文件夹读取。"
        "退出码：0 全部登记，1 有的行有问题，2 文件未能读取。"
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="线下采购清单")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *, file, dry_run, **options):
        start = time.monotonic()
        if not file.is_file():
            raise CommandError(f"没有这个文件：{file}", returncode=REFUSED)
        try:
            done = asdict(batch.run(path=file, at=timezone.now(), dry_run=dry_run))
        except imports.FileRefused as refused:
            errors = [{"row": None, "column": None, "value": file.name, "message": str(refused)}]
            self._tell(asdict(batch.Result()) | {"errors": errors}, start, options["json"])
            sys.exit(REFUSED)
        self._tell(done, start, options["json"])
        if done["rejected"]:
            sys.exit(REJECTED)

    def _tell(self, done, start, as_json):
        done |= {"seconds": round(time.monotonic() - start, 2), "peak_mib": _peak_mib()}
        self.stdout.write(json.dumps(done, ensure_ascii=False, indent=2) if as_json else _sentences(done))


def _peak_mib():
    """Return the most memory this process held, with the child that encodes pictures anew beside it."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return round(sum(resource.getrusage(kind).ru_maxrss for kind in kinds) / 1024, 1)


def _sentences(done):
    lines = [_place(error) + error["message"] for error in done["errors"]]
    lines.append(
        "共 {rows} 行：登记 {created}，已有 {unchanged}，有问题 {rejected}；凭证文件 {images} 个；"
        "用时 {seconds} 秒，内存最高 {peak_mib} MiB。".format(**done)
    )
    return "\n".join(lines)


def _place(error):
    return f"第 {error['row']} 行 {error['column']}（{error['value']}）：" if error["row"] else ""
