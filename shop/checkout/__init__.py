"""From basket to order: one page, one order per supplier."""
