"""How much was bought, by whom, from where, when, against what target: the county's figures.

Everything is summed by the database from ledger entries at one stage. A ``Selection`` says which entries; each figure
keeps the selection it was summed from, so that it can open its entries.
"""
