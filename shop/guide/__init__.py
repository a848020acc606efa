"""The help: one page for each kind of person."""
