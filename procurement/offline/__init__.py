"""What units bought outside the site: registered by form or workbook, proved, verified by rule or by the office."""
