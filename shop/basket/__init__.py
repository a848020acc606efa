"""Oscar's basket app with minimum order quantities and multiples."""
