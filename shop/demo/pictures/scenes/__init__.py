"""How goods and packs are arranged: each paints ``things`` in a region's colours."""
