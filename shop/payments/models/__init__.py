"""Money on its way: what was asked of a provider and what it said; transfers, their slips and the bank's statements."""

from .events import GatewayEvent
from .online import OnlinePayment, OnlinePaymentPart
from .refunds import OnlineRefund
from .remittances import BankSlip, Remittance
from .statements import LinePart, PayerAlias, Statement, StatementLayout, StatementLine
from .terms import PaymentTerms

__all__ = [
    "BankSlip",
    "GatewayEvent",
    "LinePart",
    "OnlinePayment",
    "OnlinePaymentPart",
    "OnlineRefund",
    "PayerAlias",
    "PaymentTerms",
    "Remittance",
    "Statement",
    "StatementLayout",
    "StatementLine",
]
