"""The papers of a group order for the accountant's file: what they say, as a page to print and as a workbook."""
