"""Who works in the background."""

from django.db import models


class Worker(models.Model):
    """A background worker, as long as it was heard of; without its beat, what it had in hand is taken for lost."""

    name = models.CharField("编号", max_length=64, unique=True)
    machine = models.CharField("机器", max_length=120)
    started_at = models.DateTimeField("启动时间")
    beat_at = models.DateTimeField("最近心跳", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "后台进程"

    def __str__(self):
        return self.name
