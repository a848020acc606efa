"""Invoices at the desk of the supplier that issues them, of the unit that gets them, and of the office."""
