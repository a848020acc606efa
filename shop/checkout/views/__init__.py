"""Pages of the public shopper."""
