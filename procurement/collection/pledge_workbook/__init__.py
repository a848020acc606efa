"""The collection sheet of a group order as a workbook: people below, products across; written, read back, compared.

Nothing in here touches a database.
"""
