"""Handler, approver and acceptor of one purchase are three people, as internal control asks of whoever spends.

The rule is that of GB/T 22239-2019 on conflicting duties and of the Ministry of Finance's 行政事业单位内部控制规范. The
database refuses it as well (migration 0032); here it is said in words before that.
"""

from .models import ApprovalDecision

OWN = "您是这张采购单的经办人，须由其他审批人批准。"
HANDLED = "您经办了这次采购。经办、审批、验收须是三个人，请由其他验收人签字。"
APPROVED = "您审批了这次采购。经办、审批、验收须是三个人，请由其他验收人签字。"


def handlers(group_order):
    """Return the pks of those who handle a group order or submitted it for approval."""
    return {group_order.handler_id, *(request.by_id for request in group_order.approval_requests.all())}


def why_not_accept(purchase_order, person):
    """Return why a person may not sign for the goods of a purchase, in words; empty if nothing speaks against it."""
    group_order = purchase_order.group_order
    if group_order is None or person is None:
        return ""
    if person.pk in handlers(group_order):
        return HANDLED
    approved = ApprovalDecision.objects.filter(
        request__group_order=group_order, kind=ApprovalDecision.Kind.APPROVED, by=person
    )
    return APPROVED if approved.exists() else ""
