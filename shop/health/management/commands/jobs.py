"""``manage.py jobs``: what waits, what is parked and why; ``--retry`` lets parked jobs wait again."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from shop.health import facts, jobs


class Command(BaseCommand):
    help = "查看后台任务：排队多少、哪些失败停放；--retry 编号（或 all）让停放的任务重新排队。"

    def add_arguments(self, parser):
        parser.add_argument("--retry", nargs="+", metavar="编号", default=[])

    def handle(self, *, retry, **options):
        if retry:
            wanted = jobs.parked().values_list("pk", flat=True) if retry == ["all"] else retry
            self.stdout.write(f"重新排队 {sum(map(_retry, wanted))} 个任务。")
            return
        for queue, (waiting, since) in facts.waiting_jobs().items():
            self.stdout.write(f"队列 {queue}：{waiting} 个任务等待，最早的自 {since:%Y-%m-%d %H:%M:%S} 起")
        for job in jobs.parked()[:50]:
            words = job.traceback.strip().splitlines()
            self.stdout.write(
                f"停放 {job.pk} {job.task_path} {job.finished_at:%Y-%m-%d %H:%M}：{words[-1] if words else ''}"
            )
        self.stdout.write(f"等待 {facts.backlog()} 个，停放 {facts.parked_jobs()} 个。")


def _retry(pk):
    try:
        return jobs.retry(pk=pk)
    except ValidationError as error:
        raise CommandError(f"没有编号为 {pk} 的任务。") from error
