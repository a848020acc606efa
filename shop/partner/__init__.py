"""Oscar's partner app with tier prices and stock that cannot be oversold."""
