"""What waits for a person at their unit's desk: only what is this person's business."""

from django.db.models import Count, F, Max, Min, Q
from django.urls import reverse

from ..models import Claim, GroupOrder
from .tasks import Task, oldest, ranked, within

Status = GroupOrder.Status
STEPS = {
    Status.RETURNED: ("退回修改的采购单", "去修改", 3),
    Status.APPROVED: ("已批准，等下单", "去下单", 2),
    Status.CLOSED: ("已截止，等提交审批", "去提交", 2),
    Status.DRAFT: ("草稿", "继续填写", None),
}
APPROVE_DAYS, SIGN_DAYS, INVOICE_DAYS, LOOK_DAYS = 2, 3, 15, 7
SOURCES = []


def register(source):
    """Add a source of a layer above: called with unit, agenda and moment, it yields tasks."""
    if source not in SOURCES:
        SOURCES.append(source)


def of(unit, agenda, at):
    """Return the tasks of a person, the most urgent first; a constant number of queries.

    :param agenda: the person's ``agenda.Agenda``, which knows their roles and what waits for their approval.
    """
    tasks = [*_to_approve(unit, agenda, at), *_group_orders(unit, agenda, at), *_purchase_orders(unit, agenda, at)]
    tasks += [*_invoices(unit, agenda, at), *_claims(unit, agenda, at)]
    return ranked([*tasks, *(task for source in SOURCES for task in source(unit, agenda, at))])


def _to_approve(unit, agenda, at):
    # Loaded with what waits for approval: no further query.
    since = min((request.at for row in agenda.to_approve for request in row.approval_requests.all()), default=None)
    url = reverse("unit:group_orders", args=[unit.code]) + "?status=SUBMITTED&mine=1"
    due_at = within(since, APPROVE_DAYS)
    yield Task("等我审批", "去审批", url, len(agenda.to_approve), at, since, due_at)


def _group_orders(unit, agenda, at):
    """Yield collections that are open, and for handlers those that wait for a step, in one query."""
    rows = unit.group_orders.filter(status__in=[*STEPS, Status.OPEN]).order_by()
    rows = rows.annotate(since=Max("moves__at", filter=Q(moves__new=F("status"))))
    rows = list(rows.values_list("status", "since", "created_at", "deadline_at"))
    page = reverse("unit:group_orders", args=[unit.code])
    deadlines = [deadline for status, _, _, deadline in rows if status == Status.OPEN]
    since = min((begun or made for status, begun, made, _ in rows if status == Status.OPEN), default=None)
    first = min(deadlines, default=None)
    yield Task("正在征集", "去看看", f"{page}?status=OPEN", len(deadlines), at, since, first)
    for status, (title, step, days) in STEPS.items() if agenda.can_handle else ():
        moments = [begun or made for found, begun, made, _ in rows if found == status]
        since = min(moments, default=None)
        due_at = within(since, days) if days else None
        yield Task(title, step, f"{page}?status={status}", len(moments), at, since, due_at)


def _purchase_orders(unit, agenda, at):
    rows, page = unit.purchase_orders.all(), reverse("unit:purchase_orders", args=[unit.code])
    wanted = []
    if agenda.can_accept:
        wanted.append(("已发货，等验收", "去验收", "state=to_sign", oldest(rows.to_sign(), "shipped_at"), SIGN_DAYS))
    if agenda.can_handle:
        missing = oldest(rows.to_invoice(), "shipped_at")
        wanted.append(("还没收到发票", "催供应商", "invoice=missing", missing, INVOICE_DAYS))
    if agenda.can_handle or agenda.can_accept:
        wanted.append(("等到货", "看进度", "state=coming", oldest(rows.coming(), "placed_at"), None))
    for title, step, query, found, days in wanted:
        due_at = within(found["since"], days) if days else None
        yield Task(title, step, f"{page}?{query}", at=at, due_at=due_at, **found)


def _invoices(unit, agenda, at):
    if agenda.can_handle:
        found = oldest(unit.invoices.waiting(), "at")
        url = reverse("unit:invoices", args=[unit.code]) + "?status=ISSUED"
        yield Task("待确认的发票", "去核对", url, at=at, due_at=within(found["since"], LOOK_DAYS), **found)


def _claims(unit, agenda, at):
    """Yield the orders with a claim that the supplier rejected or left unanswered."""
    if agenda.to_claim:
        rows = Claim.objects.for_buyer(at).filter(purchase_order__unit=unit)
        found = oldest(rows, "opened_at", due_at=Min("answer_by"), orders=Count("purchase_order", distinct=True))
        found["count"] = found.pop("orders")
        url = reverse("unit:purchase_orders", args=[unit.code]) + "?state=claims"
        yield Task("售后没有谈妥", "去处理", url, at=at, **found)
