"""Read-only figures for other programs, under /api/v1/: who may ask, what is answered, and its OpenAPI document."""
