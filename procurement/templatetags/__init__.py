"""Tags for the pages of procurement."""
