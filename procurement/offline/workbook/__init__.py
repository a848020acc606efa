"""Workbooks of offline purchases: their columns, what the texts mean, what would be registered, the template."""
