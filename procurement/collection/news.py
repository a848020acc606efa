"""What became of a group order, step by step, as its participants read it: who has no account is told here only.

What approvers write to the handler, and what names anybody, is not for them.
"""

from ..models import GroupOrder

Status = GroupOrder.Status
WORDS = {
    Status.CLOSED: "征集截止，按总量定价",
    Status.SUBMITTED: "提交审批",
    Status.RETURNED: "退回经办人调整",
    Status.APPROVED: "审批通过",
    Status.PLACED: "已向供应商下单",
    Status.PARTLY_RECEIVED: "部分到货",
    Status.RECEIVED: "货已到齐",
    Status.SETTLED: "货款已结清",
}


def of(group_order):
    """Return ``[(at, sentence)]``, the newest first, in one query."""
    steps = [(move.at, _words(move)) for move in group_order.moves.order_by("-at", "-pk")]
    return [(at, words) for at, words in steps if words]


def _words(move):
    if move.is_remark:
        return move.reason if move.is_told else ""
    if move.new == Status.CANCELLED:
        return f"已取消：{move.reason}" if move.reason else "已取消"
    if move.new == Status.OPEN:
        return "开放征集" if move.old == Status.DRAFT else "重新征集，可以继续认购和修改"
    return WORDS.get(move.new, "")
