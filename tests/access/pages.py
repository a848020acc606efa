"""Who may open every page (GET), and who may act on it (POST): the site's addresses against the permission matrix.

A new page must be entered here, at those who may use it; the crawl fails as long as it is not.
"""

from shop.user import permissions
from shop.user.permissions import MATRIX

UNIT = set(permissions.UNIT_ROLES)
STAFF = {permissions.SYSTEM, permissions.SECURITY, permissions.AUDIT}
SUPPLIERS = {permissions.SUPPLIER, permissions.SUPPLIER_OWNER}
PERSONS = {*UNIT, *STAFF, *SUPPLIERS, permissions.OFFICE, permissions.BUYER, "SHOPPER", "OUTSIDER", "RIVAL"}
CONDITIONAL = {permissions.ASKED_TO_APPROVE, permissions.LONE_HANDLER}


def _of(permission):
    held = set(MATRIX[permission]) - CONDITIONAL
    return held | SUPPLIERS if permissions.SUPPLIER in held else held


ROLES = {
    "EVERYBODY": {*PERSONS, "ANONYMOUS"},
    "LOGGED_IN": PERSONS,
    "UNIT": UNIT,
    "OFFICERS": _of("procurement.view_offline"),
    "HANDLER": _of("procurement.handle"),
    "ADMINISTRATOR": _of("procurement.administer"),
    "ACCEPTOR": _of("procurement.accept") & UNIT,
    "PLEDGERS": _of("procurement.pledge_target"),
    "RECEIVERS": (_of("procurement.accept") | _of("procurement.handle")) & UNIT,
    "FOLDER": _of("procurement.handle") | _of("procurement.approve") | _of("procurement.accept") & UNIT,
    "APPROVAL": _of("procurement.comment"),
    "APPROVER": _of("procurement.approve"),
    "SUPPLIER": _of("procurement.ship"),
    "SUPPLIER_OWNER": _of("procurement.manage_supplier"),
    "OFFICE": _of("procurement.view_figures"),
    "BUYER": {permissions.BUYER},
    "CASHIERS": _of("procurement.record_payment"),
    "PAYMENT": UNIT | _of("procurement.record_payment"),
    "SECURITY": {permissions.SECURITY},
    "KEEPERS": {permissions.SECURITY, permissions.OFFICE},
    "READERS": {permissions.AUDIT, permissions.OFFICE},
    "CARETAKERS": {permissions.SYSTEM, permissions.OFFICE},
    # Whoever asks to sell here: the one who also buys, in the world of the crawl.
    "APPLICANT": {permissions.BUYER},
    "LICENCE": SUPPLIERS | {permissions.OFFICE},
}
OPEN = {
    "CARETAKERS": """
        system:index
    """,
    "SUPPLIER_OWNER": """
        supplier:bank_change supplier:licence_new supplier:staff_member
    """,
    "APPLICANT": """
        apply:supplier_application apply:supplier_edit
    """,
    "LICENCE": """
        licences:file
    """,
    "READERS": """
        audit:index audit:workbook
    """,
    "ACCEPTOR": """
        unit:accept unit:accept_shipment
    """,
    "ADMINISTRATOR": """
        unit:address unit:address_default unit:address_new unit:api_tokens unit:contact unit:invitation
        unit:invitation_new unit:member_remove unit:member_roles unit:members_history unit:title
    """,
    "BUYER": """
        checkout:claim_new checkout:invoice checkout:invoice_file checkout:review
        checkout:done checkout:order
    """,
    "EVERYBODY": """
        campaign:elder campaign:elder_sheet campaign:notices_feed campaign:product_picture campaign:products_feed
        campaign:share_picture campaign:stories_feed readyz
        api:openapi-json apply:application apply:edit apply:supplier apply:unit basket:add basket:paste basket:summary
        campaign:article campaign:home campaign:notices campaign:poster campaign:region campaign:stories
        catalogue:category catalogue:detail catalogue:index checkout:find checkout:index checkout:orders
        django.contrib.sitemaps.views.sitemap guide:index guide:page healthz invitation:accept invitation:supplier
        join:group_order join:live join:participant papers:check payments:back robots search:search search:suggest
        user:code user:login
    """,
    "FOLDER": """
        unit:paper unit:paper_xlsx unit:papers unit:papers_all
    """,
    "HANDLER": """
        checkout:unit inbox:open unit:group_order_allot unit:group_order_edit unit:group_order_new
        unit:group_order_paste unit:group_order_products unit:listed_people unit:listed_people_template
        unit:offline_edit unit:offline_import unit:offline_imports unit:offline_new unit:offline_template
        unit:pledge_sheet unit:pledge_sheet_workbook unit:pledge_sheets unit:poster unit:qr_code
        unit:redistribution unit:report_download unit:report_file unit:standing_order unit:standing_order_new
    """,
    "KEEPERS": """
        security:index security:user
    """,
    "LOGGED_IN": """
        inbox:confirm_email inbox:index inbox:settings user:account user:factor user:home user:password
        privacy:erase privacy:index
    """,
    "OFFICE": """
        office:licences office:reviews office:supplier office:supplier_application office:supplier_applications
        office:suppliers
        listing:prices listing:queue office:api_tokens office:application office:applications
        office:beneficiaries office:bulletin office:chart office:claim office:claims office:closing
        office:closing_check office:closing_rows office:closings office:cross office:cross_xlsx office:entry
        office:entry_order office:home office:invoice office:invoice_file office:invoices office:ledger
        office:months_chart office:offline_edit office:offline_file office:offline_import office:offline_imports
        office:offline_new office:offline_purchase office:offline_purchases office:offline_template office:plan
        office:plan_edit office:plan_new office:plans office:purchase_order office:purchase_orders
        office:report_download office:report_file office:report_files office:statistics office:statistics_by
        office:statistics_docx office:statistics_units office:statistics_xlsx office:target office:target_import
        office:target_imports office:target_remove office:targets_workbook office:unit office:unit_edit
        office:unit_import office:unit_imports office:unit_new office:units office:units_workbook
        office_campaign:article office_campaign:article_edit office_campaign:article_new office_campaign:block
        office_campaign:index office_campaign:preview office_payments:index office_transfers:ageing_workbook
        office_transfers:index office_transfers:line office_transfers:remittance office_transfers:statement
        office_transfers:statements
    """,
    "OFFICERS": """
        unit:offline_file unit:offline_purchase unit:offline_purchases
    """,
    "PAYMENT": """
        payments:slip photos:photo
    """,
    "PLEDGERS": """
        inbox:robot unit:target_withdraw
    """,
    "RECEIVERS": """
        unit:claim_new unit:pick_list
    """,
    "SECURITY": """
        security:new security:rules
    """,
    "SUPPLIER": """
        supplier:freight supplier:invoice_new_public supplier:profile supplier:reviews supplier:staff
        catalogue_import:catalogue catalogue_import:file catalogue_import:home catalogue_import:listings
        catalogue_import:mapping catalogue_import:mapping_change catalogue_import:marked catalogue_import:memory
        catalogue_import:picture catalogue_import:prices catalogue_import:review catalogue_import:template
        catalogue_import:undo supplier:beneficiaries supplier:claim supplier:claims supplier:home
        supplier:invoice supplier:invoice_file supplier:invoice_new supplier:invoices supplier:order
        supplier:orders supplier:packing_slip supplier:products supplier_payments:ageing_workbook
        supplier_payments:index supplier_payments:line supplier_payments:remittance supplier_payments:statement
        supplier_payments:statements supplier_payments:terms
    """,
    "UNIT": """
        payments:instructions unit:approval unit:bulletin unit:chart unit:claim unit:cross unit:cross_xlsx
        unit:entry unit:entry_order unit:group_order unit:group_orders unit:home unit:invoice unit:invoice_file
        unit:invoices unit:ledger unit:members unit:months_chart unit:purchase_order unit:purchase_orders
        unit:report_files unit:settings unit:standing_orders unit:statistics unit:statistics_by
        unit:statistics_docx unit:statistics_units unit:statistics_xlsx unit:target unit:targets
        unit_payments:index unit_payments:remittance unit_payments:terms
    """,
}
ACT = {
    "SUPPLIER_OWNER": """
        supplier:bank_change supplier:bank_change_confirm supplier:bank_change_decline supplier:bank_change_withdraw
        supplier:licence_new supplier:staff supplier:staff_member supplier:staff_remove supplier:staff_revoke
    """,
    "APPLICANT": """
        apply:licence_add apply:licence_remove apply:supplier_edit apply:supplier_submit
    """,
    "ACCEPTOR": """
        unit:accept unit:accept_shipment
    """,
    "ADMINISTRATOR": """
        unit:address unit:address_default unit:address_make_default unit:address_new unit:address_remove
        unit:api_token_revoke unit:api_tokens unit:approval_policy unit:approval_step unit:approval_step_add
        unit:approval_step_raise unit:approval_step_remove unit:contact unit:invitation_new
        unit:invitation_revoke unit:member_remove unit:member_restore unit:member_roles unit:stand_in_add
        unit:stand_in_end unit:title
    """,
    "APPROVAL": """
        unit:group_order_comment
    """,
    "APPROVER": """
        unit:group_order_approve unit:group_order_send_back
    """,
    "BUYER": """
        checkout:claim_new checkout:invoice checkout:review
        checkout:accept checkout:cancel checkout:claim_hand_over payments:choose_bank_transfer payments:pay
    """,
    "CASHIERS": """
        payments:online_refund payments:record payments:refund
    """,
    "EVERYBODY": """
        api:openapi-json apply:edit apply:supplier apply:unit basket:add basket:paste basket:summary checkout:find
        checkout:index checkout:reduce django.contrib.sitemaps.views.sitemap invitation:accept
        invitation:supplier join:change join:code join:group_order join:withdraw payments:stripe_webhook user:code
        user:login user:logout
    """,
    "HANDLER": """
        checkout:unit inbox:read payments:slip_remove payments:slip_upload unit:cancel_purchase_order
        unit:group_order_accept_terms unit:group_order_adjust unit:group_order_allot unit:group_order_cancel
        unit:group_order_clear unit:group_order_close unit:group_order_copy unit:group_order_decide
        unit:group_order_edit unit:group_order_leave_out unit:group_order_new unit:group_order_open
        unit:group_order_paste unit:group_order_place unit:group_order_prolong unit:group_order_put
        unit:group_order_put_all unit:group_order_put_earlier unit:group_order_recall unit:group_order_remove
        unit:group_order_renew_code unit:group_order_restore unit:group_order_submit
        unit:group_order_waive_minimum unit:invoice_accept unit:invoice_send_back unit:listed_people
        unit:listed_person_add unit:listed_person_remove unit:offline_attach unit:offline_detach
        unit:offline_edit unit:offline_import_apply unit:offline_import_cancel unit:offline_imports
        unit:offline_new unit:offline_submit unit:offline_withdraw unit:pledge_sheet_apply
        unit:pledge_sheet_cancel unit:pledge_sheet_check unit:pledge_sheets unit:redistribution
        unit:report_unsubscribe unit:standing_order unit:standing_order_new unit:standing_order_pause
        unit:standing_order_remove unit:standing_order_resume unit_payments:make unit_payments:slip
        unit_payments:terms_answer unit_payments:terms_propose unit_payments:withdraw
    """,
    "KEEPERS": """
        security:remove_factor security:reset security:wake
    """,
    "LOGGED_IN": """
        privacy:download privacy:erase
        inbox:confirm_email inbox:email inbox:read_all inbox:remove_email inbox:settings user:codes user:factor
        user:factor_remove user:home user:password user:sign_out
    """,
    "OFFICE": """
        office:bank_change_confirm office:bank_change_decline office:licence_confirm office:licence_retire
        office:licence_send_back office:supplier_approve office:supplier_pause office:supplier_resume
        office:supplier_send_back office:review_hide office:review_show
        listing:decide office:api_token_revoke office:api_tokens office:application_admit
        office:application_send_back office:beneficiaries office:bulletin office:claim_decide
        office:closing_check office:invoicing_party_add office:invoicing_party_remove office:offline_attach
        office:offline_classify office:offline_correct office:offline_detach office:offline_edit
        office:offline_import_apply office:offline_import_cancel office:offline_imports office:offline_new
        office:offline_send_back office:offline_submit office:offline_verify office:offline_withdraw
        office:plan_edit office:plan_new office:plan_stage office:report_ask office:report_subscribe
        office:report_unsubscribe office:table_remove office:table_save office:target office:target_import_apply
        office:target_import_cancel office:target_imports office:target_new office:target_remove
        office:unit_edit office:unit_import_apply office:unit_import_cancel office:unit_imports
        office:unit_invitation_revoke office:unit_invite office:unit_new office_campaign:article_edit
        office_campaign:article_new office_campaign:article_publish office_campaign:article_remove
        office_campaign:article_withdraw office_campaign:block office_campaign:discard office_campaign:move
        office_campaign:publish office_campaign:restore office_transfers:layout_forget
        office_transfers:line_book office_transfers:line_give_back office_transfers:line_put_back
        office_transfers:line_recognise office_transfers:line_refund office_transfers:line_set_aside
        office_transfers:payer_forget office_transfers:remittance office_transfers:statement_columns
        office_transfers:statement_confirm office_transfers:statements
    """,
    "PLEDGERS": """
        inbox:robot inbox:robot_remove inbox:robot_test unit:reserve unit:reserve_remove unit:target
        unit:target_pledge unit:target_withdraw
    """,
    "RECEIVERS": """
        unit:claim_hand_over unit:claim_new unit:claim_withdraw
    """,
    "SECURITY": """
        security:activate security:give security:new security:rules security:take
    """,
    "SUPPLIER": """
        supplier:freight supplier:invoice_new_public supplier:review_answer
        catalogue_import:cancel catalogue_import:confirm catalogue_import:correct catalogue_import:home
        catalogue_import:learn catalogue_import:mapping catalogue_import:mapping_again
        catalogue_import:mapping_change catalogue_import:mapping_forget catalogue_import:resume
        catalogue_import:undo catalogue_import:unlearn supplier:cancel supplier:cancel_rest
        supplier:claim_hand_over supplier:claim_refund supplier:claim_reject supplier:claim_reship
        supplier:invoice_new supplier:invoice_withdraw supplier:publish supplier:ship supplier:take_back
        supplier:unpublish supplier_payments:layout_forget supplier_payments:line_book
        supplier_payments:line_give_back supplier_payments:line_put_back supplier_payments:line_recognise
        supplier_payments:line_refund supplier_payments:line_set_aside supplier_payments:payer_forget
        supplier_payments:remittance supplier_payments:statement_columns supplier_payments:statement_confirm
        supplier_payments:statements supplier_payments:terms_answer supplier_payments:terms_propose
    """,
    "UNIT": """
        unit:bulletin unit:report_ask unit:report_subscribe unit:table_remove unit:table_save
    """,
}
# Only with a token of the API, which says 401 to people.
TOKEN = """
    metrics
    api:plans api:targets api:statistics api:entries api:closings api:closing api:api-root
""".split()
# Things the world of the crawl does not have, so even those who may get 404.
ABSENT = """
    checkout:claim_new checkout:invoice_file checkout:review office:review_hide office:review_show
    supplier:invoice_new_public supplier:review_answer
    catalogue_import:picture checkout:claim_hand_over inbox:robot_test office:report_ask
    office:unit_invitation_revoke office_campaign:block office_campaign:move office_transfers:line_recognise
    office_transfers:line_refund office_transfers:statement_confirm papers:check payments:stripe_webhook
    supplier_payments:line_recognise supplier_payments:line_refund supplier_payments:statement_confirm
    supplier_payments:terms_answer unit:group_order_put_earlier unit:report_ask
""".split()
# Opened by a link these lead to the page they are acted on from.
LEADING_BACK = ["user:codes"]
# Acts that end the visit.
LEAVING = ["user:logout", "user:sign_out"]
# What a look may write, table by table: looking changes nothing anywhere else.
WRITTEN_BY_LOOKING = {
    # Refusals, and looks at what is personal; which pages those are is tested with the trail.
    "trail_event": "everywhere",
    # When somebody was last seen, once a minute.
    "django_session": "everywhere",
    # Oscar's basket of a person who is logged in; empty.
    "basket_basket": "basket:summary checkout:index checkout:unit",
    # A key that means nothing until a code of it is typed.
    "otp_totp_totpdevice": "user:factor",
    "inbox_message": "inbox:open",
    # What a printed paper's code leads to.
    "procurement_issuedpaper": "unit:paper unit:paper_xlsx unit:papers_all",
}
# Outside of what permissions are about: a folder of public pictures while Django serves it.
OUTSIDE = ["index", "serve"]


def audience(table, name):
    """Return the roles of a page in ``OPEN`` or ``ACT``; None if the page has no such method."""
    found = next((key for key, names in table.items() if name in names.split()), None)
    return ROLES[found] if found else None


def may_write(name):
    """Return the tables that a look at a page may write to."""
    return {table for table, where in WRITTEN_BY_LOOKING.items() if where == "everywhere" or name in where.split()}


def names():
    """Return every page that is entered."""
    entered = {name for table in (OPEN, ACT) for words in table.values() for name in words.split()}
    return entered | set(TOKEN) | set(OUTSIDE)
