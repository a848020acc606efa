"""Invoices of online orders: what must hold of one, how it is registered, accepted, returned or taken back."""
