"""Statements of banks: read as text, each line once, matched with orders; what is not sure waits for a person."""
