"""Open and change a year's plan. Every change leaves a record that stays."""

from django.db import IntegrityError, transaction

from ..buyers import unit_records
from ..models import Plan, Stage

LABELS = {
    "title": "名称",
    "document_number": "文号",
    "task_number": "任务序号",
    "starts_on": "开始日期",
    "ends_on": "结束日期",
}


class Refused(Exception):
    """The change does not fit; the message tells the person why."""


def create(*, year, title, starts_on, ends_on, counting_stage, document_number="", task_number="", is_demo=False):
    """Open the plan of a year.

    :raises Refused: if that year has one.
    """
    facts = {"document_number": document_number, "task_number": task_number, "is_demo": is_demo}
    try:
        with transaction.atomic():
            return Plan.objects.create(
                year=year, title=title, starts_on=starts_on, ends_on=ends_on, counting_stage=counting_stage, **facts
            )
    except IntegrityError:
        raise Refused(f"{year} 年度已有方案。") from None


@transaction.atomic
def edit(*, plan, by, at, **facts):
    """Change what a plan says about itself (``LABELS``); what differs is recorded. Nothing is recorded otherwise."""
    locked = lock(plan)
    before = {name: getattr(locked, name) for name in facts}
    words = unit_records.change_words(before, facts, LABELS)
    if words:
        Plan.objects.filter(pk=locked.pk).update(**facts)
        _record(locked, words, by, at)
    return words


@transaction.atomic
def count_at(*, plan, stage, by, at):
    """Let a plan's headline count another stage; the entries stay as they are."""
    locked = lock(plan)
    old = locked.get_counting_stage_display()
    locked.counting_stage = stage
    locked.save(update_fields=["counting_stage"])
    if old != Stage(stage).label:
        _record(locked, f"统计口径：{old} → {Stage(stage).label}", by, at)
    return locked


def lock(plan):
    """Return the plan, locked: whoever changes it or its targets comes one after the other."""
    return Plan.objects.select_for_update().get(pk=plan.pk)


def _record(plan, words, by, at):
    plan.records.create(words=words[: unit_records.LONGEST], by=by, at=at)
