"""What stands in the address of every page: the arguments of each name, for one side and the county."""

SECURITY = "user reset wake remove_factor activate give take".split()


def of(side, county):
    """Return ``{name of a page: [arguments]}``; names without arguments need no entry."""
    unit, supplier = [side.unit.code], [side.supplier.code]
    return {
        **_public(side, county),
        **_orders(side),
        **_below("unit", unit, _unit(side) | _collection(side) | _figures(side) | _offline(side, side.offline_import)),
        **_below("unit_payments", unit, _transfers(side)),
        **_below("supplier", supplier, _supplier(side)),
        **_below("supplier_payments", supplier, _statements(side) | {"terms_answer": [side.terms.pk]}),
        **_below("catalogue_import", supplier, _imports(side)),
        **_below("office", [], _office(side, county) | _figures(county, side) | _offline(side, county.offline_import)),
        **_below("office_transfers", [], _statements(side)),
        **_below("office_campaign", [], _campaign(county)),
        "listing:prices": [side.product.pk],
    }


def arguments(name, addresses):
    """Return what the address of a page needs; none for a page that says nothing of a thing."""
    return addresses.get(name, addresses.get(f"{name.split(':')[0]}:*", []))


def _below(namespace, first, more):
    found = {f"{namespace}:{name}": [*first, *rest] for name, rest in more.items()}
    return {f"{namespace}:*": first, **found}


def _public(side, county):
    token = side.open.join_token
    me = side.participant.token
    return {
        "campaign:region": ["zigui"],
        "campaign:article": [county.article.pk],
        "django.contrib.sitemaps.views.sitemap": ["products"],
        "catalogue:detail": [side.product.slug, side.product.pk],
        "catalogue:category": ["fruit", side.product.categories.get().pk],
        "campaign:product_picture": [side.product.pk],
        "basket:add": [side.product.pk],
        "guide:page": ["unit"],
        "campaign:elder": ["on"],
        **{f"security:{act}": [side.people["shopper"].pk] for act in SECURITY},
        "inbox:open": [side.message.pk],
        "inbox:read": [side.message.pk],
        "inbox:confirm_email": ["no-such-token"],
        "inbox:robot": [side.unit.code],
        "inbox:robot_test": [side.unit.code],
        "inbox:robot_remove": [side.unit.code],
        **{key: [token] for key in ("join:group_order", "join:live", "join:code")},
        **{key: [me] for key in ("join:participant", "join:change", "join:withdraw")},
        "photos:photo": [side.photo.token],
        "invitation:accept": [side.invitation.token],
        **{f"apply:supplier_{act}": [side.application.pk] for act in ("application", "edit", "submit")},
        "apply:licence_add": [side.application.pk],
        "apply:licence_remove": [side.application.pk, side.application.licences.get().pk],
        "licences:file": [side.licence.files.get().token],
        "invitation:supplier": [side.supplier_invitation.token],
        "apply:application": [county.application.token],
        "apply:edit": [county.application.token],
        "papers:check": ["no-such-token"],
        "checkout:unit": [side.unit.code],
        "api:targets": [2026],
        "api:closing": [county.closed],
    }


def _orders(side):
    public, own = [side.bought.number], [side.unpaid.number]
    return {
        **{f"checkout:{name}": public for name in ("order", "done", "accept", "cancel")},
        "checkout:claim_hand_over": [*public, 1],
        **{f"checkout:{name}": public for name in ("claim_new", "invoice")},
        "checkout:invoice_file": [*public, "no-such-token"],
        "checkout:review": [*public, 0],
        "payments:back": [side.payment.key],
        "payments:slip": [side.slip.token],
        "payments:slip_remove": [side.slip.token],
        "payments:slip_upload": own,
        **{f"payments:{name}": own for name in ("instructions", "record", "refund", "online_refund")},
        **{f"payments:{name}": public for name in ("pay", "choose_bank_transfer")},
    }


def _unit(side):
    order, claim = [side.ordered.number], [side.ordered.number, 1]
    return {
        **{key: [2026] for key in ("target_pledge", "reserve", "reserve_remove")},
        **{key: [side.target.pk] for key in ("target", "target_withdraw")},
        "api_token_revoke": [side.token.pk],
        **{key: [side.people["member"].pk] for key in ("member_roles", "member_remove")},
        "member_restore": [side.record.pk],
        **{key: [side.invitation.pk] for key in ("invitation", "invitation_revoke")},
        "title": ["unit"],
        **{key: [side.address.pk] for key in ("address", "address_make_default", "address_remove")},
        **{key: [side.step.pk] for key in ("approval_step", "approval_step_raise", "approval_step_remove")},
        "stand_in_end": [side.stand_in.pk],
        **{f"standing_order{act}": [side.standing.pk] for act in ("", "_pause", "_resume", "_remove")},
        **dict.fromkeys(("purchase_order", "accept", "cancel_purchase_order"), order),
        **dict.fromkeys(("accept_shipment", "claim_new"), claim),
        **{f"claim{act}": claim for act in ("", "_hand_over", "_withdraw")},
        **_invoices(side),
    }


def _invoices(side):
    invoice = [side.invoice.pk]
    acts = ("", "_accept", "_send_back", "_withdraw")
    return {
        **{f"invoice{act}": invoice for act in acts},
        "invoice_file": [*invoice, side.invoice.files.get().token],
        "invoice_new": [side.unit.code],
        "invoicing_party_remove": [side.party.pk],
        "invoice_new_public": ["no-such-order"],
        **{f"review_{act}": [0] for act in ("answer", "hide", "show")},
    }


def _collection(side):
    number, placed = [side.open.number], [side.placed.number]
    item = [*number, side.open.items.get().pk]
    sheet, person = [*number, side.sheet.pk], [*number, side.open.listed.get().pk]
    plain = """group_order group_order_edit pick_list redistribution pledge_sheets pledge_sheet_workbook
        group_order_products group_order_paste group_order_put group_order_remove listed_people listed_people_template
        listed_person_add poster qr_code group_order_copy group_order_renew_code group_order_waive_minimum
        group_order_put_all group_order_put_earlier group_order_clear group_order_leave_out group_order_open
        group_order_close group_order_prolong group_order_submit group_order_recall group_order_approve
        group_order_comment group_order_send_back group_order_place group_order_cancel""".split()
    items = "decide accept_terms allot adjust restore".split()
    return {
        **dict.fromkeys(plain, number),
        **{f"group_order_{act}": item for act in items},
        **{f"pledge_sheet{act}": sheet for act in ("", "_apply", "_check", "_cancel")},
        "listed_person_remove": person,
        **dict.fromkeys(("papers", "papers_all"), placed),
        **{key: [*placed, "requisition"] for key in ("paper", "paper_xlsx")},
        **dict.fromkeys(("redistribution", "pick_list"), placed),
    }


def _figures(whose, side=None):
    return {
        **{key: ["region"] for key in ("statistics_by", "chart")},
        "table_remove": [whose.table.pk],
        "report_unsubscribe": [whose.subscription.pk],
        **{key: [whose.report.pk] for key in ("report_file", "report_download")},
        **{key: [(side or whose).entry.pk] for key in ("entry", "entry_order")},
    }


def _offline(side, offline_import):
    number, file = [side.offline.number], [side.offline.number, side.offline_file.token]
    acts = "purchase edit attach submit withdraw verify send_back correct".split()
    return {
        **{f"offline_{act}": number for act in acts},
        **dict.fromkeys(("offline_file", "offline_detach"), file),
        **{f"offline_import{act}": [offline_import.pk] for act in ("", "_apply", "_cancel")},
        "offline_classify": [*number, 1],
    }


def _transfers(side):
    reference = [side.remittance.reference]
    return {**dict.fromkeys(("remittance", "slip", "withdraw"), reference), "terms_answer": [side.terms.pk]}


def _supplier(side):
    order, claim = [side.ordered.number], [side.ordered.number, 1]
    acts = ("refund", "reship", "reject", "hand_over")
    return {
        **dict.fromkeys(("order", "ship", "cancel", "cancel_rest", "take_back", "packing_slip"), order),
        "claim": claim,
        **{f"claim_{act}": claim for act in acts},
        **_invoices(side),
        **{key: [side.product.pk] for key in ("publish", "unpublish")},
        **{f"bank_change_{act}": [side.bank_change.pk] for act in ("confirm", "decline", "withdraw")},
        "staff_revoke": [side.supplier_invitation.pk],
        **{key: [side.people["clerk"].pk] for key in ("staff_member", "staff_remove")},
    }


def _statements(side):
    acts = "_book _recognise _refund _give_back _set_aside _put_back".split()
    return {
        "remittance": [side.remittance.reference],
        "payer_forget": [side.payer.pk],
        "layout_forget": [side.layout.pk],
        **{key: [side.statement.pk] for key in ("statement", "statement_columns")},
        **{f"line{act}": [side.line.pk] for act in ("", *acts)},
    }


def _imports(side):
    acts = "review mapping mapping_again confirm cancel resume undo file marked".split()
    return {
        **{key: [side.imported.pk] for key in acts},
        "unlearn": [side.word.pk],
        **{key: [side.mapping.pk] for key in ("mapping_change", "mapping_forget")},
        "correct": [side.imported.pk, side.row.pk],
        "picture": [side.imported.pk, side.picture],
    }


def _office(side, county):
    application, claim = [county.application.pk], [side.ordered.number, 1]
    target_import, target = [2026, county.target_import.pk], [2026, county.target.pk]
    return {
        "purchase_order": [side.ordered.number],
        **{key: [side.supplier.code] for key in ("supplier", "supplier_pause", "supplier_resume")},
        **{f"licence_{act}": [side.supplier.code, side.licence.pk] for act in ("confirm", "send_back", "retire")},
        **{f"bank_change_{act}": [side.supplier.code, side.bank_change.pk] for act in ("confirm", "decline")},
        **{f"supplier_{act}": [side.application.pk] for act in ("application", "approve", "send_back")},
        **dict.fromkeys(("claim", "claim_decide"), claim),
        **_invoices(side),
        **{f"unit_import{act}": [county.unit_import.pk] for act in ("", "_apply", "_cancel")},
        **{f"application{act}": application for act in ("", "_admit", "_send_back")},
        **{key: [side.unit.code] for key in ("unit", "unit_edit", "unit_invite")},
        "unit_invitation_revoke": [side.unit.code, side.invitation.pk],
        "closing": [county.closed],
        "closing_check": [county.open_period],
        "closing_rows": [county.open_period, "unverified"],
        "api_token_revoke": [county.token.pk],
        **{
            key: [2026]
            for key in ("plan", "plan_stage", "plan_edit", "target_new", "target_imports", "targets_workbook")
        },
        **{f"target_import{act}": target_import for act in ("", "_apply", "_cancel")},
        **dict.fromkeys(("target", "target_remove"), target),
    }


def _campaign(county):
    acts = ("", "_edit", "_publish", "_withdraw", "_remove")
    return {
        **{f"article{act}": [county.article.pk] for act in acts},
        "restore": [county.front_page.pk],
        **{key: ["stories"] for key in ("block", "move")},
    }


def further(side):
    """Return ``{name of a page: [arguments, …]}`` of names that stand at more than one address."""
    one = [side.unit.code, side.placed.number, "order", side.ordered.number]
    return {"unit:paper": [one], "unit:paper_xlsx": [one]}
