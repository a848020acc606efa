"""The nouns of procurement."""

from .acceptances import Acceptance, AcceptanceLine, Photo
from .api_tokens import ApiRequest, ApiToken
from .applications import UnitApplication, UnitApplicationMove
from .approvals import ApprovalChange, ApprovalDecision, ApprovalPolicy, ApprovalRequest, ApprovalStep, StandIn
from .bank_changes import BankChange
from .beneficiaries import Beneficiaries
from .claims import Claim, ClaimLine, ClaimMove
from .closings import Closing
from .collection_rules import Access, CollectionRules, Purpose
from .delivery_addresses import DeliveryAddress
from .group_order_items import GroupOrderItem, TrimRule
from .group_orders import GroupOrder, GroupOrderMove
from .invitations import Invitation, InvitationUse
from .invoice_requests import InvoiceRequest
from .invoice_titles import InvoiceTitle
from .invoices import Invoice, InvoiceFile, InvoicePart, InvoicingParty
from .ledger import LedgerEntry
from .licences import Licence, LicenceFile
from .listed_people import JoinAttempt, ListedPerson
from .numbers import NumberSeries
from .offline_imports import OfflineImport
from .offline_purchases import (
    CHANNEL_LABELS,
    OfflineChannel,
    OfflineFile,
    OfflineLine,
    OfflineMove,
    OfflineProof,
    OfflinePurchase,
)
from .papers import IssuedPaper
from .participants import Participant
from .plans import Plan, PlanRecord
from .pledge_sheets import PledgeSheet
from .pledges import Pledge, PledgeChange, PledgeStep
from .proofs import ProofFingerprint, ProofKind
from .purchase_orders import Channel, PurchaseOrder, PurchaseOrderMove
from .redistributions import PledgeShare, Redistribution, SharedItem
from .reports import ReportFile, ReportForm, ReportSubscription, SavedTable
from .reviews import Review, ReviewPhoto
from .rollups import Cut, Rollup
from .shipments import Shipment, ShipmentLine
from .stages import Stage
from .standing_orders import StandingDraft, StandingOrder
from .supplier_applications import SupplierApplication, SupplierApplicationMove
from .supplier_people import SupplierInvitation, SupplierMember, SupplierRole
from .supplier_records import SupplierPause, SupplierRecord
from .target_imports import TargetImport
from .targets import QUARTERS, ReserveBasis, Target, TargetBasis
from .unit_imports import UnitImport
from .unit_records import UnitRecord
from .units import FundSource, Membership, Role, Unit, UnitKind

__all__ = [
    "CHANNEL_LABELS",
    "QUARTERS",
    "Acceptance",
    "AcceptanceLine",
    "Access",
    "ApiRequest",
    "ApiToken",
    "ApprovalChange",
    "ApprovalDecision",
    "ApprovalPolicy",
    "ApprovalRequest",
    "ApprovalStep",
    "BankChange",
    "Beneficiaries",
    "Channel",
    "Claim",
    "ClaimLine",
    "ClaimMove",
    "Closing",
    "CollectionRules",
    "Cut",
    "DeliveryAddress",
    "FundSource",
    "GroupOrder",
    "GroupOrderItem",
    "GroupOrderMove",
    "Invitation",
    "InvitationUse",
    "Invoice",
    "InvoiceFile",
    "InvoicePart",
    "InvoiceRequest",
    "InvoiceTitle",
    "InvoicingParty",
    "IssuedPaper",
    "JoinAttempt",
    "LedgerEntry",
    "Licence",
    "LicenceFile",
    "ListedPerson",
    "Membership",
    "NumberSeries",
    "OfflineChannel",
    "OfflineFile",
    "OfflineImport",
    "OfflineLine",
    "OfflineMove",
    "OfflineProof",
    "OfflinePurchase",
    "Participant",
    "Photo",
    "Plan",
    "PlanRecord",
    "Pledge",
    "PledgeChange",
    "PledgeShare",
    "PledgeSheet",
    "PledgeStep",
    "ProofFingerprint",
    "ProofKind",
    "PurchaseOrder",
    "PurchaseOrderMove",
    "Purpose",
    "Redistribution",
    "ReportFile",
    "ReportForm",
    "ReportSubscription",
    "ReserveBasis",
    "Review",
    "ReviewPhoto",
    "Role",
    "Rollup",
    "SavedTable",
    "SharedItem",
    "Shipment",
    "ShipmentLine",
    "Stage",
    "StandIn",
    "StandingDraft",
    "StandingOrder",
    "SupplierApplication",
    "SupplierApplicationMove",
    "SupplierInvitation",
    "SupplierMember",
    "SupplierPause",
    "SupplierRecord",
    "SupplierRole",
    "Target",
    "TargetBasis",
    "TargetImport",
    "TrimRule",
    "Unit",
    "UnitApplication",
    "UnitApplicationMove",
    "UnitImport",
    "UnitKind",
    "UnitRecord",
]
