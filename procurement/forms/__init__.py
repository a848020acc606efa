"""What people type, cleaned; forms do not save."""
