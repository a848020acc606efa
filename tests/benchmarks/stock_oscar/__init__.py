"""An example project of Oscar as it comes: its own apps, templates and search, on the tables and rows of our site."""
