"""Pages of a person's own account, and of those who keep the site's accounts."""
