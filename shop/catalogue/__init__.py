"""Oscar's catalogue app, browsed through the ORM with a constant number of queries."""
