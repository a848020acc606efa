"""Addresses of procurement, one module a desk."""
