"""``manage.py import_catalogue FILE --supplier CODE [--dry-run] [--publish] [--json]``."""

import json
import resource
import sys
import time
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from oscar.core.loading import get_model

from catalogue_import import imports
from catalogue_import.workbook.refusals import Refused

REJECTED, REFUSED = 1, 2


class Command(BaseCommand):
    help = "把供应商的商品目录（.xlsx 或 .zip）导入商品。退出码：0 全部导入，1 有的行有问题，2 文件未能读取。"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="商品目录文件")
        parser.add_argument("--supplier", required=True, metavar="CODE", help="供应商编码")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
        parser.add_argument("--publish", action="store_true", help="按“上架”一列上架；不加时新商品先不上架")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *, file, supplier, dry_run, publish, **options):
        start = time.monotonic()
        partner = _supplier(supplier)
        if not file.is_file():
            raise CommandError(f"没有这个文件：{file}", returncode=REFUSED)
        try:
            done = asdict(_run(file, partner, dry_run, publish))
        except Refused as refused:
            done = asdict(imports.Result()) | {"errors": [_refusal(file, refused)]}
            self._tell(done, start, options["json"])
            sys.exit(REFUSED)
        self._tell(done, start, options["json"])
        if done["rejected"]:
            sys.exit(REJECTED)

    def _tell(self, done, start, as_json):
        done |= {"seconds": round(time.monotonic() - start, 2), "peak_mib": _peak_mib()}
        self.stdout.write(json.dumps(done, ensure_ascii=False, indent=2) if as_json else _sentences(done))


def _supplier(code):
    partner = get_model("partner", "Partner").objects.select_related("profile__region").filter(code=code).first()
    if partner is None:
        raise CommandError(f"没有编码为 {code} 的供应商。", returncode=REFUSED)
    return partner


def _run(file, partner, dry_run, publish):
    return imports.run(
        path=file, name=file.name, supplier=partner, by=None, at=timezone.now(), dry_run=dry_run, publish=publish
    )


def _refusal(file, refused):
    return {"row": None, "column": None, "value": file.name, "message": str(refused)}


def _peak_mib():
    """Return the most memory this process held, and at most that of the child that re-encodes pictures beside it."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return round((_peak_kib() + children) / 1024, 1)


def _peak_kib():
    """Return this program's peak; ``getrusage`` also counts what the process was before it became this program."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    peaks = [int(line.split()[1]) for line in lines if line.startswith("VmHWM:")]
    return peaks[0] if peaks else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _sentences(done):
    lines = [_place(error) + error["message"] for error in done["errors"]]
    lines.append(
        "共 {rows} 行：新增 {created}，改动 {updated}，无改动 {unchanged}，有问题 {rejected}；图片 {images} 张；"
        "用时 {seconds} 秒，内存最高 {peak_mib} MiB。".format(**done)
    )
    return "\n".join(lines)


def _place(error):
    return f"第 {error['row']} 行 {error['column']}（{error['value']}）：" if error["row"] else ""
