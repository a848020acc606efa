"""A supplier's workbook becomes products: read, parse, plan, review, apply."""
