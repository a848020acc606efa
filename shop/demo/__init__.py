"""The demo: real product kinds, invented suppliers, a year of life."""
