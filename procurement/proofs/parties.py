"""Whether the buyer and the seller on an invoice are who they should be."""

import unicodedata


def is_buyer(unit, name, code):
    """Tell whether a name and credit code are the unit's or its union's; a code decides where both sides have one."""
    codes = {unit.credit_code, *(title.credit_code for title in unit.invoice_titles.all())} - {""}
    if codes and code:
        return code in codes
    return is_title(unit, name)


def is_title(unit, name):
    """Tell whether a name is the title of the unit or its union, whatever width its brackets have."""
    return _plain(name) in {_plain(unit.name), *(_plain(title.name) for title in unit.invoice_titles.all())}


def is_asked_for(asked, name, code):
    """Tell whether a buyer is the one that a shopper asked for; a company's code must be there."""
    return _plain(name) == _plain(asked.name) and (not asked.is_company or code == asked.credit_code)


def is_seller(supplier, name, code):
    """Tell whether a name and credit code are the supplier's, or those of somebody agreed to invoice for it.

    A code that somebody has decides, else the name.
    """
    parties = list(supplier.invoicing_parties.all())
    codes = {supplier.profile.credit_code, *(party.credit_code for party in parties)} - {""}
    if code:
        return code in codes or (_plain(name) in {_plain(party.name) for party in parties if not party.credit_code})
    return _plain(name) in {_plain(supplier.name), *(_plain(party.name) for party in parties)}


def _plain(name):
    return "".join(unicodedata.normalize("NFKC", name).split())
