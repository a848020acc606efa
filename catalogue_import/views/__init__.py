"""A supplier's pages around its imports."""
