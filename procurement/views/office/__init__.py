"""Pages of the county office's desk."""
