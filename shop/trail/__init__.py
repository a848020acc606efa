"""The audit trail: who did what, when, from where; rows are only ever added, and each seals the one before."""
