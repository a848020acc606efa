"""How far an order is: placed, paid, shipped, received; paying is independent of the other three."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Step:
    label: str
    at: datetime | None

    @property
    def is_done(self):
        return self.at is not None


def of(purchase_order):
    """Return the steps of an order that was not cancelled."""
    acceptance = getattr(purchase_order, "acceptance", None)
    return [
        Step("提交订单", purchase_order.placed_at),
        Step("付款", purchase_order.paid_at),
        Step("发货", purchase_order.shipped_at),
        Step("收货", acceptance.at if acceptance else None),
    ]
