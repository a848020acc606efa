"""The targets of a plan as a workbook: downloaded, changed by the office, checked cell by cell, planned first."""
