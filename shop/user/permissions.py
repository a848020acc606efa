"""Who may do what, in one place: permission → roles that hold it on what is their own. Nobody holds it on another's.

``procurement.rules`` makes the checks from this table, and the tests walk through the whole site along it. What is
"own" hangs on the object: a unit's people and its orders, a supplier and the orders it sells, a buyer and the order
they placed; the county office looks at everything of the county.
"""

ADMINISTRATOR, HANDLER, APPROVER, ACCEPTOR, MEMBER = "ADMINISTRATOR", "HANDLER", "APPROVER", "ACCEPTOR", "MEMBER"
SUPPLIER, SUPPLIER_OWNER, BUYER, OFFICE = "SUPPLIER", "SUPPLIER_OWNER", "BUYER", "OFFICE"
SYSTEM, SECURITY, AUDIT = "SYSTEM", "SECURITY", "AUDIT"
# Roles that hang on a condition: named in a chain of approval or standing in; a handler where nobody administers.
ASKED_TO_APPROVE, LONE_HANDLER = "ASKED_TO_APPROVE", "LONE_HANDLER"

UNIT_ROLES = (ADMINISTRATOR, HANDLER, APPROVER, ACCEPTOR, MEMBER)
OFFICERS = (ADMINISTRATOR, HANDLER, APPROVER, ACCEPTOR)

MATRIX = {
    "procurement.administer": (ADMINISTRATOR,),
    "procurement.handle": (HANDLER,),
    "procurement.approve": (APPROVER, ASKED_TO_APPROVE),
    "procurement.set_approval": (ADMINISTRATOR, LONE_HANDLER),
    "procurement.pledge_target": (ADMINISTRATOR, HANDLER),
    "procurement.comment": (HANDLER, APPROVER, ASKED_TO_APPROVE),
    "procurement.accept": (ACCEPTOR, BUYER),
    "procurement.ship": (SUPPLIER,),
    "procurement.manage_supplier": (SUPPLIER_OWNER,),
    "procurement.record_payment": (SUPPLIER, OFFICE),
    "procurement.view_figures": (OFFICE,),
    "procurement.view_branch": OFFICERS,
    "procurement.register_offline": (HANDLER,),
    "procurement.view_offline": OFFICERS,
}
LABELS = {
    ADMINISTRATOR: "单位管理员",
    HANDLER: "经办人",
    APPROVER: "审批人",
    ACCEPTOR: "验收人",
    MEMBER: "职工",
    SUPPLIER: "供应商",
    OFFICE: "县协作办",
    SYSTEM: "系统管理员",
    SECURITY: "安全管理员",
    AUDIT: "审计管理员",
}
