"""The office's list of units as a workbook: read safely, checked cell by cell, planned before anything changes."""
