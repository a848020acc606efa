"""What was bought, countably: the ledger, plans and targets, statistics, reports, verification."""
