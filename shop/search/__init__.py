"""Search in Chinese words."""
