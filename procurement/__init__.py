"""Voluntary procurement by units: group orders, purchase orders, acceptance, ledger, statistics."""
