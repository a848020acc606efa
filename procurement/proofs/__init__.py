"""Invoices and receipts as proofs: how they are numbered, read, kept, and known again."""
