"""Who buys: units, their people, titles and addresses."""
