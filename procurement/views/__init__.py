"""Pages of procurement, one module a desk or subject."""
