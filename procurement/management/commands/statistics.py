"""Print or save the county's figures under a year's plan."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from procurement.figures.reports import bulletin, workbook
from procurement.figures.statistics import as_json, overview, selection
from procurement.models import Stage

REFUSED = 2


class Command(BaseCommand):
    help = "输出某年度方案的采购统计：各单位、地区、月份的采购额与目标。"

    def add_arguments(self, parser):
        parser.add_argument("--plan", required=True, metavar="YEAR", help="方案年度，如 2026")
        parser.add_argument("--from", dest="first_month", metavar="YYYY-MM", help="起始月份")
        parser.add_argument("--to", dest="last_month", metavar="YYYY-MM", help="截止月份")
        parser.add_argument("--unit", metavar="CODE", help="只统计一个单位（不含下属单位）；public 为社会公众")
        parser.add_argument("--region", metavar="CODE", help="只统计一个协作地区或产地，区划代码")
        parser.add_argument("--stage", metavar="STAGE", help=f"口径：{'、'.join(Stage.values)}；默认按方案的统计口径")
        parser.add_argument("--format", choices=["json", "xlsx", "docx"], default="json")
        parser.add_argument("--output", metavar="FILE", help="写入文件；不给则写到标准输出")

    def handle(self, *args, **options):
        chosen, output = self._selection(options), options["output"]
        if options["format"] == "json":
            text = json.dumps(as_json.write(overview.read(chosen)), ensure_ascii=False, indent=2)
            return _save(output, text.encode()) if output else self.stdout.write(text)
        write = {"xlsx": workbook.write, "docx": bulletin.write}[options["format"]]
        content = write(chosen, at=timezone.now())
        return _save(output, content) if output else self._pipe(content)

    def _selection(self, options):
        names = {"plan": "plan", "from": "first_month", "to": "last_month"}
        names |= {name: name for name in ("unit", "region", "stage")}
        try:
            return selection.read({name: options[key] for name, key in names.items()}, on=timezone.localdate())
        except selection.BadSelection as refusal:
            raise CommandError(str(refusal), returncode=REFUSED) from None

    def _pipe(self, content):
        stream = getattr(self.stdout._out, "buffer", None)
        if stream is None or self.stdout.isatty():
            raise CommandError("这种格式不能显示在屏幕上，请用 --output 指定文件。", returncode=REFUSED)
        stream.write(content)


def _save(output, content):
    try:
        Path(output).write_bytes(content)
    except OSError as error:
        raise CommandError(f"无法写入 {output}：{error.strerror}。", returncode=REFUSED) from None
