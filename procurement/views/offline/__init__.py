"""Offline purchases at the desk of a unit, which sees its own, and at the office's, which sees all."""
