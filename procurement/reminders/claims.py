"""What suppliers and buyers are reminded to answer."""

from django.db.models import Max

from ..messages import people
from ..models import Claim
from . import waiting


def to_answer(at):
    """Yield the claims that wait for their supplier."""
    for claim in _due(Claim.objects.to_answer(), at):
        purchase_order = claim.purchase_order
        yield {
            "people": people.sellers(purchase_order),
            "link": people.seller_claim_link(claim),
            "step": "请答复售后",
            "thing": people.buyer_of(purchase_order),
            **_facts(claim, at),
        }


def of_buyers(at):
    """Yield the claims that their supplier rejected: the buyer takes them back or hands them to the office."""
    for claim in _due(Claim.objects.filter(status=Claim.Status.REJECTED), at):
        purchase_order = claim.purchase_order
        yield {
            "people": people.buyers(purchase_order),
            "unit": purchase_order.unit,
            "link": people.buyer_claim_link(claim),
            "step": "供应商不同意，请撤回售后或提交协作办",
            "thing": purchase_order.supplier.name,
            **_facts(claim, at),
        }


def _due(claims, at):
    rows = claims.annotate(since=Max("moves__at"))
    order = ("order__user", "supplier", "unit", "group_order")
    return waiting.due(rows.select_related(*(f"purchase_order__{name}" for name in order)), at)


def _facts(claim, at):
    return waiting.facts(f"{claim.purchase_order.number} {claim.title}", claim.status, claim.since, at)
