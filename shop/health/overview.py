"""What the page of the site's state says: one line a part, with what to do about it."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils.timesince import timesince
from django.utils.timezone import localtime

from . import facts

BACKUP_OLD, INDEX_OLD = timedelta(hours=26), timedelta(days=7)
DISK_LOW, DISK_SHORT = 0.10, 0.20
GIB = 2**30
NONE = "没有"


@dataclass(frozen=True)
class Part:
    """``is_bad`` wants somebody at once, ``is_odd`` a look; ``advice`` says what to do."""

    name: str
    said: str
    advice: str = ""
    is_bad: bool = False
    is_odd: bool = False

    @property
    def is_well(self):
        return not (self.is_bad or self.is_odd)


def parts(at):
    """Return the ``Part`` rows; seven queries."""
    return [_workers(at), _queue(at), _parked(), _index(at), _disk(), _backup(at), *_payments(at)]


def _workers(at):
    alive = len(facts.workers(at))
    advice = "" if alive else "后台任务没有人办：请在服务器上启动 manage.py db_worker。"
    return Part("后台进程", f"{alive} 个在运行" if alive else NONE, advice, is_bad=not alive)


def _queue(at):
    waiting, seconds = facts.backlog(), facts.oldest_wait(at)
    is_behind = waiting > settings.READY_MOST_JOBS or seconds > settings.READY_OLDEST_JOB_SECONDS
    said = f"{waiting} 个在排队" + (f"，最早的等了 {seconds:.0f} 秒" if waiting else "")
    return Part("任务队列", said, "排得太久：请增加后台进程。" if is_behind else "", is_odd=is_behind)


def _parked():
    parked = facts.parked_jobs()
    advice = "见下表；处理好原因后，在服务器上用 manage.py jobs --retry 再办。" if parked else ""
    return Part("停下的任务", f"{parked} 个" if parked else NONE, advice, is_odd=bool(parked))


def _index(at):
    written = facts.index_written_at()
    is_old = written is None or at - written > INDEX_OLD
    advice = "请在服务器上运行 manage.py update_search_index。" if is_old else ""
    return Part("搜索索引", _moment(written, at), advice, is_odd=is_old)


def _disk():
    free, share = facts.disk_free()
    advice = "请清理或扩大磁盘。" if share < DISK_SHORT else ""
    said = f"还剩 {free / GIB:.1f} GB（{share:.0%}）"
    return Part("磁盘空间", said, advice, is_bad=share < DISK_LOW, is_odd=DISK_LOW <= share < DISK_SHORT)


def _backup(at):
    made = facts.backed_up_at()
    is_old = made is None or at - made > BACKUP_OLD
    advice = "一天以内没有备份：请运行 make backup，并检查定时任务。" if is_old else ""
    return Part("最近备份", _moment(made, at), advice, is_bad=is_old)


def _payments(at):
    if not settings.STRIPE_SECRET_KEY:
        return [Part("在线支付消息", "没有开通在线支付")]
    last, failed = facts.last_payment_message_at(), facts.failed_payment_messages()
    advice = "请在“在线付款”里核对；系统每隔几分钟会再向支付渠道查询。" if failed else ""
    said = f"{failed} 条没有办成" if failed else "全部办完"
    return [Part("最近支付消息", _moment(last, at)), Part("支付消息处理", said, advice, is_odd=bool(failed))]


def _moment(moment, at):
    if moment is None:
        return NONE
    return f"{localtime(moment):%Y-%m-%d %H:%M}（{timesince(moment, at, depth=1)}前）"
