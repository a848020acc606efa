"""What is sold: regions, suppliers, dossiers, tier prices, stock. The bottom layer."""
