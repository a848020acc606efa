"""The folder of one group order: which papers it has by now, and each of them."""

from . import order, payments, people, requisition


def of(group_order):
    """Return all papers that can be written by now; none before the collection closed."""
    if not group_order.has_papers:
        return []
    papers = [requisition.write(group_order)]
    papers += [people.write_distribution(group_order), people.write_settlement(group_order)]
    for purchase_order in order.of_group_order(group_order):
        papers.append(order.write(purchase_order))
        if purchase_order.acceptances.all():
            papers.append(order.write_acceptance(purchase_order))
    return [*papers, payments.write(group_order)] if group_order.is_placed else papers


def find(group_order, kind, subject=""):
    """Return one paper, or None."""
    return next((paper for paper in of(group_order) if (paper.kind, paper.subject) == (kind, subject)), None)
