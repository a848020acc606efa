"""Suppliers as the county keeps them: how they come in, their licences, their people, when they may sell."""
