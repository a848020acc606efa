"""The nouns of procurement."""

from .group_orders import GroupOrder, GroupOrderItem, GroupOrderMove, Participant, Pledge
from .ledger import LedgerEntry, Stage
from .numbers import NumberSeries
from .plans import Plan, Target, TargetBasis
from .purchase_orders import Acceptance, AcceptanceLine, Channel, PurchaseOrder, PurchaseOrderMove
from .units import FundSource, Membership, Role, Unit, UnitKind

__all__ = [
    "Acceptance",
    "AcceptanceLine",
    "Channel",
    "FundSource",
    "GroupOrder",
    "GroupOrderItem",
    "GroupOrderMove",
    "LedgerEntry",
    "Membership",
    "NumberSeries",
    "Participant",
    "Plan",
    "Pledge",
    "PurchaseOrder",
    "PurchaseOrderMove",
    "Role",
    "Stage",
    "Target",
    "TargetBasis",
    "Unit",
    "UnitKind",
]
