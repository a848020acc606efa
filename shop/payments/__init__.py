"""Money in and out: bank transfer, refunds."""
